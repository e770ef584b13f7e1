import { d } from 'mod';
import { kept } from './both';
import main from './main';
import 'side-effect';
