package main

var a = "é"
var b = 1
