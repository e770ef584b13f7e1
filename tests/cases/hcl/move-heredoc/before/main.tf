resource "aws_instance" "web" {
  count = 1
  user_data = <<-EOF
    echo one

      echo two
    EOF
  plain = <<EOF
  echo three
EOF
}

resource "aws_launch" "web" {
  dynamic "block" {
    content {
      size = 2
      script = <<-EOT
        echo four
      EOT
      left = <<-EOT
    echo five
      EOT
    }
  }
}
