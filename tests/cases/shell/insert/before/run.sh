#!/bin/sh
main() {
    one
    three
}
