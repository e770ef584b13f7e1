"""The `edit` room."""
