export interface Shape<T> {
  area(): number;
  readonly side: T
}

export enum Kind {
  A = 'a',
  B
}

type Kept = string

@Component({ selector: 'w' })
export class Widget {
  kept = 1;

  constructor(private a: string) {}
}

namespace Tools {
  export const kept = 1;
}

export type { Kept };
