#!/bin/sh

# The second.
two() {
    echo 2
}

one() {
    two
}

one
