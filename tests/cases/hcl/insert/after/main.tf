# The resources.
resource "x" "a" {
  one = 1
  two {
    three = 3
  }
}

locals {}
