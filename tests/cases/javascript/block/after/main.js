describe('new', () => {
  it('works', () => {});
});

run();
