/**
 * Opens the door.
 */
int a;
