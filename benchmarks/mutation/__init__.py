"""Mutation testing of the rooms that find, edit and prove."""
