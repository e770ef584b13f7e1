a = ["middle"]
b = [
  "two"
]
c = concat(var.first, [1, 2])
d = { x = 1, z = [3] }
e = {
  new   = 2,
}
f = []
g = "all: ${join(",", here, there)}"
