other {
  # nothing yet
}
