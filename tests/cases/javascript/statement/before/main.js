function main(a) {
  const b = a
  console.log('a', {
    a,
  })
  fetch(a)
    .then(r => r.json())
    .catch(() => {})
  while (old) { step(); }
  return b
}
module.exports = { main };
