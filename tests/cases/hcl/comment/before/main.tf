# The first.
a = 1 # old remark
b = 2 // old slashes

// Old notes,
// two lines.
/* old
   block */
c = "# none // none"
d = <<EOT
# none either
EOT
