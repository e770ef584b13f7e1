# old
variable "a" {
  type    = string
  default = <<EOT
x
EOT
}
locals {}
