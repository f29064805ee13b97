"""The command line (floor 8)."""

from summitry.cli.main import main

__all__ = ["main"]
