function one() {}
