const kept = 1
const last = 3
