"""Findings turned into sentences; every template stands in the catalogue of texts."""
