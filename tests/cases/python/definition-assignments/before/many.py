a = b = 1
c, d = 2, 3
(e, *f) = 4, 5
g: int = 1
g += 1
h = 1; i = 2
