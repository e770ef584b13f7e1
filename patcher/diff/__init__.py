"""The `diff` room."""
