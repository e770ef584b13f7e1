a = 1
old_a = 1
old_b = 2
b = 2
