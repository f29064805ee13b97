"""Whether Summitry reproduces what is known: published results, and cases whose end is known (floor 7)."""

from summitry.validate.hindsight import Hindcast, Hindsight, Score, WhatHappened, hindcast, what_happened
from summitry.validate.hindsight_tables import hindcast_json, hindcast_markdown, hindcast_text
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
    "Hindcast",
    "Hindsight",
    "PublishedResult",
    "Score",
    "Validation",
    "WhatHappened",
    "hindcast",
    "hindcast_json",
    "hindcast_markdown",
    "hindcast_text",
    "published_results",
    "validate",
    "validation_json",
    "validation_markdown",
    "validation_text",
    "what_happened",
]
