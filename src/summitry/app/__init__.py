"""The workbench: a local server and one page to think with (floor 8, public names only)."""
