"""The `syntax` room."""
