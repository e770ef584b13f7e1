tags = {
  one = 1
  two = 3
}
same = {
  c = 2
}
