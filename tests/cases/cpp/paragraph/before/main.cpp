/**
 * Opens the door.
 *
 * Until 2.0 it closed it.
 */
int a;
