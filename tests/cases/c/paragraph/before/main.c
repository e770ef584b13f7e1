/*
 * Opens the door.
 *
 * Until 2.0 it closed it.
 * Nobody minded.
 */
int a;
