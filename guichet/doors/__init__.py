"""Doors speak a protocol; they own no nouns and no rules."""
