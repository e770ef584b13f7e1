const A: &str = "é";
const B: i32 = 1;
