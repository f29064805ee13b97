"""Reports: findings as sentences, charts, one page, a terminal summary and `summary.json` (floor 6)."""

from summitry.report.figures import figures
from summitry.report.ledger import LedgerRow
from summitry.report.page import page
from summitry.report.summary import summary_json
from summitry.report.text import summary

__all__ = ["LedgerRow", "figures", "page", "summary", "summary_json"]
