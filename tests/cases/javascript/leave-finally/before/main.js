function run(a) {
  try {
    one();
  } catch (e) {
    two();
  } finally {
    three();
  }
  try {
    one();
  } finally {
    four();
  }
}
