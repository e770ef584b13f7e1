import type { A } from './x';
import {
  a,
  b,
} from './y';
