"""Blocks of the page, one file a question, in HTML."""
