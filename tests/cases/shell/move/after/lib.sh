lib() {
    :
}

three() {
    echo 3
}
