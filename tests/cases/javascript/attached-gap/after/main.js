/**
Keeps.

Has two paragraphs as well.
*/
function keep() {
	return 1;
}
