export interface Shape<T> {
  area(): number;
  /** As it was. */
  old?(x: T): void;
  readonly side: T
}

export enum Kind {
  A = 'a',
  // Old goes.
  Old = 'old}', // behind
  B,
  Last
}

type OldUnion<T> =
  | { kind: 'a'; value: T }
  | Promise<
      T
    >

type Kept = string

function parse(a: string): string;
function parse(a: number): number;
function parse(a: any) { return a; }

@Component({ selector: 'w' })
export class Widget {
  @Input() title!: string;
  kept = 1;

  @HostListener('x', ['$event'])
  on(e: Event): void {
    this.kept = e ? 1 : 2;
  }

  constructor(private a: string) {}
}

namespace Tools {
  export const kept = 1;
  export function gone() {}
}

declare function ambient(a: number): void;

export type { Kept };
