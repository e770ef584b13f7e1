const first = [, 12];
const last = [21, ,];
const only = [, ];
const beyond = [41, , 43];
const leading = [, 52];
const [one, ,] = first;
const lines = [
  "low",
  ,
  "wide",
];
