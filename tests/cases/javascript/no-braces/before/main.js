function f() {
  if (a)
    b();
  next();
  for (const x of y)
    g(x);
  if (q) return 1
  else return 2
  do
    five();
  while (6);
  if (r)
    s();
  else
    t(
      1,
      2
    );
  last();
}
