variable "b" {
  default = 2
}

# Of a.
variable "a" {
  default = 1
}
