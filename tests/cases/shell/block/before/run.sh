one() {
    echo 1
}

old() {
    echo old

    echo twice
}

two() {
    echo 2
}
