# ---- variables ----

# Of a.
variable "a" {}
/* Of b,
   two lines. */
variable "b" {}
// Of c.
variable "c" {}
