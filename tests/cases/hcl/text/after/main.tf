a = var.x + 1
b = "pre-${var.old}-new-post" # old
