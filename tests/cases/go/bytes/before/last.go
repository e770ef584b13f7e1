package main

func one() {}

func two() {}