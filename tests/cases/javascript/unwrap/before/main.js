function run(a) {
  if (enabled) {
    // about one
    one("{", `
  raw ${x}
    kept`);

    two(/[}]/);
  }
  if (old) {
    gone();
  } else if (a === 1) {
    three();
  } else {
    four();
  }
  try {
    five();
  } catch (e) {
    gone(e);
  }
  if (older) { gone(); } else { six(); }
}
