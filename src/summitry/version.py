"""The version of Summitry."""

VERSION = "0.1.0"
