function f(a, c) {
  if (a === 1) {
    one();
  } else {
    other();
  }
  try {
    one();
  } catch (e) {
    two(e);
  }
  switch (c) {
    case 'new':
      one();
      break;
    default:
      other();
  }
}
