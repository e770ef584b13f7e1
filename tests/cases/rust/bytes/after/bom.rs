const B: i32 = 1;
