tags = {
  one = 1
  old = 2 # of old
  two = 3
}
same = {
  a = { b = 1 }
  c = 2
}
