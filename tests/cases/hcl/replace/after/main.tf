# new
variable "a" {
  type    = string
  default = 1
}
locals {
  a = 1
}
