"""Whether Summitry reproduces what is known: published results beside what it finds (floor 7)."""

from summitry.validate.results import (
    Check,
    Expectation,
    PublishedResult,
    Validation,
    published_results,
    validate,
)
from summitry.validate.tables import validation_json, validation_markdown, validation_text

__all__ = [
    "Check",
    "Expectation",
    "PublishedResult",
    "Validation",
    "published_results",
    "validate",
    "validation_json",
    "validation_markdown",
    "validation_text",
]
