const kept = 1
const oldOne = 1
const oldTwo = 2
const last = 3
