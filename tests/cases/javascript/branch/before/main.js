function f(a, c) {
  if (a === 1) {
    one();
  } else if (a === 2) {
    two();
  } else {
    other();
  }
  try {
    one();
  } catch (e) {
    two(e);
  } finally {
    three();
  }
  switch (c) {
    case 'new':
      one();
      break;
    case 'old': {
      two('}');
      break;
    }
    default:
      other();
  }
}
