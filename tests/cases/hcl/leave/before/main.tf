lifecycle {
  only = 1
}
other {
  last = 1
}
