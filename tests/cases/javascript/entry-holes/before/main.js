const first = [10, , 12];
const last = [21, , 23];
const only = [31, , ];
const beyond = [41, , 43, 44];
const leading = [, 52, 53];
const [one, , second] = first;
const lines = [
  "low",
  ,
  "tall",
  "wide",
];
