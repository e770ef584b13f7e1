package main

func one() {}
