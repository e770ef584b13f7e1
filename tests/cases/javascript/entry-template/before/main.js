call(`first ${wrap(a, b)}`, "second", `third ${wrap(
  a,
  b
)}`);
call(
  `json(${wrap(
    column,
    builder
  )})`,
  kept
);
const page = `<ul>${list({
  one: 1,
  two: 2,
})}</ul>`;
