start()
let old = 1;
(function () {})()

function run() {}
let gone = 2;
[1, 2].map(run)

const last = run()
const drained = 3
// Said so.
next()
