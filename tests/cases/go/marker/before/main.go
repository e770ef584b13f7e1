package main

// registry of the past
var registry = []Entry{
	{"}", '{', `}`}, // }
	{"b", '}', "{"}, /* } */
}

var kept = []Entry{}
