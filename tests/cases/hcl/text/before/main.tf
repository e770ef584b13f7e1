a = var.x + var.old + 1
b = "pre-${var.old}-old-post" # old
