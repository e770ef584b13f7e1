#!/bin/sh

one() {

    first

}

three() {
    :
}
