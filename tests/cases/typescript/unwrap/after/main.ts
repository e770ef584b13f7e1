function run(a: number) {
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
