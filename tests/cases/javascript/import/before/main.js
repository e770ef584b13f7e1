import { a as b, c, d } from 'mod';
import * as ns from "ns";
import { onlyName } from './only';
import fallback, { kept } from './both';
import main, { braced } from './main';
import 'side-effect';
