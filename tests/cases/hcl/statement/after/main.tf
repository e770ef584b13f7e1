resource "x" "a" {
  one = 1
}
