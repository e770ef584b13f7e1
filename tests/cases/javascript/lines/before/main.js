run();
function old() {
  call();
}
