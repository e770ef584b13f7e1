a = 1


resource "x" "y" {
  two {
    three = 3
  }

}
