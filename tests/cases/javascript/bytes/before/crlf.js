// One.
function one() {
  a();
  b(1, 2);
}

function two() {}
