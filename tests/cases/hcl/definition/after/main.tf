# The region.
variable "region" {
  default = "x"
}

resource "aws_instance" "web" {
  count = 2 # of them
  tags = {
    Name  = "web"
    Other : "x"
  }
}
locals { a = 1 }
