"""From a text to rows of the ledger: who said what, where it stands, and what kind of statement it is (floor 4)."""
