# The region.
variable "region" {
  default = "x"
}

# Old.
# Twice.
resource "aws_instance" "old" {
  ami = "}" # not the end
  provisioner "local-exec" {
    command = <<EOF
}
EOF
  }
}

resource "aws_instance" "web" {
  count = 2 # of them
  // Gone with the old one.
  user_data = templatefile("${path.module}/x.tpl", { a = "1", b = 2 })
  tags = {
    Name  = "web"
    Old   = "yes" # remark
    Other : "x"
  }
  dynamic "setting" {
    for_each = var.s
    content {
      name = setting.value
    }
  }
}
locals { a = 1 }
output "old" { value = 1 }
moved {
  from = a
  to   = b
}
