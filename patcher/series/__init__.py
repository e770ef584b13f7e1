"""The `series` room."""
