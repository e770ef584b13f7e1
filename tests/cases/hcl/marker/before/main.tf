locals {
  old = merge(
    var.a, # )
    { b = ")" },
  )
  new = 1
}
