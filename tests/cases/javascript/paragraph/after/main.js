// First.
//
// Third.
run();
