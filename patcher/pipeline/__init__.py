"""The loop: a plan and a base in, ranges, patches, verdicts out. No screen, no command line."""
