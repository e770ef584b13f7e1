export type * as shapes from './shapes.js';

export class Box<in out T> {
	static accessor size = 2;
	accessor name = 'box';
}

const text = 'export type * from';
const fits = size < type * out;
