#!/bin/bash
# Where things are.
PREFIX=/usr

new() (
    echo sub
)
x=1 make all
