package main

type T struct{}
