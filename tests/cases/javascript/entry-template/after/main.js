call("second");
call(
  kept
);
const page = `<ul>${list({
  one: 1,
  two: 2,
})}</ul>`;
