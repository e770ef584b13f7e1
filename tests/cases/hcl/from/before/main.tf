a = 1

# begin old
old "x" {
}
# end old

b = 2
c = 3
d = 4
