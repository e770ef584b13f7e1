function one() {}

function two() {}