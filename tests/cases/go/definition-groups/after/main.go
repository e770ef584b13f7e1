package main

var kept = 3
