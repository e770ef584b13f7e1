var first = f(1), // of first
    middle = g(2),
    last = (a, b);
let one = 1, two = [1, 2], three;
for (let i = 0, n = 3; i < n; i++) {}
const alone = h(x);
