var middle = g(2);
let one = 1;
for (let i = 0, n = 3; i < n; i++) {}
const alone = h();
