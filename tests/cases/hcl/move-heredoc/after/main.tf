resource "aws_instance" "web" {
  script = <<-EOT
    echo four
  EOT
  count = 1
  left = <<-EOT
    echo five
      EOT
}

resource "aws_launch" "web" {
  dynamic "block" {
    content {
      user_data = <<-EOF
        echo one

          echo two
        EOF
      size = 2
      plain = <<EOF
  echo three
EOF
    }
  }
}
