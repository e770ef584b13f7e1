locals {
  new = 1
}
