const { p, q: [r] } = require('z');
