const a = "é";
const b = 1;
