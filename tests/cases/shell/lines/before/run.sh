a=1
old_a
old_b
b=2
