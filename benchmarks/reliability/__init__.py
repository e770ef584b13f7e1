"""Can the patches be trusted? Each module is one command that prints its figures; README.md has the last ones."""
