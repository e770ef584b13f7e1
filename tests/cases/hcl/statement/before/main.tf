resource "x" "a" {
  one = 1
  tags = merge(var.tags, {
    old = 1
  })
  old_text = <<-EOT
    }
    old here
  EOT
  nested {
    two = 2
  }
  lifecycle { ignore_changes = [old] }
}
provider "old" {}
