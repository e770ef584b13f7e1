int run() {
  auto [name, old, last] = find();
  for (const auto& [key, value] : all) use(key);
  return last;
}
