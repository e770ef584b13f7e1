let a: string;
let b: unknown;
