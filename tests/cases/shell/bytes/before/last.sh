one() { :; }

two() { :; }