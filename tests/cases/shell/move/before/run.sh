#!/bin/sh

one() {
    two
}

# The second.
two() {
    echo 2
}

three() {
    echo 3
}

one
