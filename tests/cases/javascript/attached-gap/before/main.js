/**
Keeps.

Has two paragraphs as well.
*/
function keep() {
	return 1;
}

/**
Is old.

Has two paragraphs.
*/
function old() {
	return 2;
}
