resource "aws_instance" "a" {
  ami   = "x"
  count = 2
}
