let a: string | undefined;
let b: any;
