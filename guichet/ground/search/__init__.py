"""Full text in French and English, one contract on both engines, always scoped to somebody.

Owns: one table without a model, made by the engine's own module. Words are folded and stemmed here, so that both
engines store the same words and find the same documents.
"""

from guichet.ground.search.api import find, put, remove
from guichet.ground.search.excerpts import Piece, passage

__all__ = ["Piece", "find", "passage", "put", "remove"]
