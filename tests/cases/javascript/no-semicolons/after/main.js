start()
let old = 1;
(function () {})()

function run() {}
[1, 2].map(run)

const last = run()
// Said so.
next()
