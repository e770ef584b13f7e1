function run(a) {
  // about one
  one("{", `
  raw ${x}
    kept`);

  two(/[}]/);
  if (a === 1) {
    three();
  } else {
    four();
  }
  five();
  six();
}
