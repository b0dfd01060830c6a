"""The words that we use and what they mean, in both languages.

Owns: terms. What is published names no acronym that stands neither here nor, written out, in its own text.
"""
