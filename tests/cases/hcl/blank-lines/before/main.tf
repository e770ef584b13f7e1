a = 1

b = 2


resource "x" "y" {
  one = 1

  two {
    three = 3
  }

}
