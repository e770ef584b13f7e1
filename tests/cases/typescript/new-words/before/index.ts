export type * from './old.js';
export type * as shapes from './shapes.js';

export class Box<in out T, out U> {
	static accessor old = 1;
	static accessor size = 2;
	accessor name = 'box';
}

const text = 'export type * from';
const fits = size < type * out;
