"""Outside formats, one file each (floor 6)."""
