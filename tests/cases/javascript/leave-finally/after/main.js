function run(a) {
  try {
    one();
  } catch (e) {
    two();
  }
  try {
    one();
  } finally {
    four();
  }
}
