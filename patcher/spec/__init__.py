"""The `spec` room."""
