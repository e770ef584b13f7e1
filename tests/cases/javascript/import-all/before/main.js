import React, { one, two } from 'react';
import Tall, {
  tallFirst, // the first
  tallSecond as tallSecond,
} from 'tall';
import Whole, { wholeName, wholeOther } from 'whole';
import kept, * as ns from 'ns';
import a from 'a'; import { beside } from 'beside'; // of both
import left from 'left'; import right from 'right';

React.run(Tall, kept, a);
