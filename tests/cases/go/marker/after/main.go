package main

var kept = []Entry{}
