function f() {
  next();
  for (const x of y)
    {
      g(x);
      h(x);
    }
  return 2
  if (r)
    // the first of all
    s(0);
  else
    t(
      1,
      1.5,
      2
    );
  log();
  last();
}
