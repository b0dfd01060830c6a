"""Guichet: a single service window for public institutions."""
