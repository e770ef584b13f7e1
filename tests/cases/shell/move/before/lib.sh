lib() {
    :
}
