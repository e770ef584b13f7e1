const registry = [];
registry.push(
  `)${f(")", { a: ')' })}`,
  /\)[)]/,
  ')', // )
);
registry.pop();
