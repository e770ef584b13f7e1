#!/bin/sh

one() {

    first

    second

}


two() {
    :
}

three() {
    :
}
