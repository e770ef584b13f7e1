function main(a) {
  const b = a
  return b
}
