# The first.
a = 1
b = 2

c = "# none // none"
d = <<EOT
# none either
EOT
