#!/bin/sh
set -e
main() {
    one
    if a; then
        two
    fi
    three
}

main "$@"
