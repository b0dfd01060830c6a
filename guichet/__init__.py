"""Guichet: a single service window for public institutions."""

__version__ = "0.1.0"
