package main

func kept() {}

func main() {}
