int run() {
  auto [name, last] = find();
  for (const auto& [key] : all) use(key);
  return last;
}
