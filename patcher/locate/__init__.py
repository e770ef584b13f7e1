"""The `locate` room."""
