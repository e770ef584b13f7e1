describe('new', () => {
  it('works', () => {});
});

describe('old', () => {
  it('works', () => {
    expect('}').toBe(`)`);
  });
});

run();
