"""The `proof` room."""
