"""The `tree` room."""
