a = ["first", "middle", "last"]
b = [
  "one", # of one
  "two",
  "three" # of three
]
c = concat(var.first, var.second, [1, 2], "x, ]")
d = { x = 1, y = 2, z = [3] }
e = {
  "old" = 1,
  new   = 2,
}
f = ["only"]
g = "all: ${join(",", here, there)}"
