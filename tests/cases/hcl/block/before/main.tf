variable "a" {
  default = 1
}

variable "old" {
  default = 1

  type = string
}

variable "b" {
  default = 1
}
