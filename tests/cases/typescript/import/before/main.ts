import type { A, B } from './x';
import type { OnlyType } from './only';
import {
  a,
  b,
  c as d, // not used
} from './y';
