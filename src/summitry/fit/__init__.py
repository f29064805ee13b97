"""Small games fitted to what happened: strategic estimation, and the precision of observed play (floor 5)."""
