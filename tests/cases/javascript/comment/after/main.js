const re = /[/*]of the past/;
function f() {
  one();
  return "// of the past";
}
