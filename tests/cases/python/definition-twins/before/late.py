a = 1

if a:
    def twice():
        return 1
else:
    def twice():
        return 2

b = 2
