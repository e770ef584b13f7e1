# Of a.
variable "a" {
  default = 1
}

variable "b" {
  default = 2
}

output "c" {
  value = 3
}
