var alone = [
  '}',
  /[)]/,
]
const x = 1, y = 2;
const { p, q: [r] } = require('z');
