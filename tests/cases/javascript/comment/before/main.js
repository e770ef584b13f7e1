// A run
// of the past.
const re = /[/*]of the past/;
/**
 * @deprecated since 2
 */
function f() {
  one(); // behind code
  return "// of the past";
}
