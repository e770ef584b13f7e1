import React from 'react';
import Tall from 'tall';
import kept from 'ns';
import a from 'a'; // of both

React.run(Tall, kept, a);
