"""Reports: findings as sentences, charts, one page, a terminal summary and `summary.json` (floor 6).

Nothing is imported here: who prints a summary need not wait for charts and the page.
"""
