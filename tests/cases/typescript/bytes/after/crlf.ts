// One.
function one() {
  b(1);
}
