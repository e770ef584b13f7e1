// First.
//
// Second,
// of the past.
//
// Third.
run();
