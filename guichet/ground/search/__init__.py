"""Full text in French and English, one contract on both engines, always scoped to somebody.

Two indexes. `put` and `find` hold what is long and written often, such as tickets: every word is wanted. `put_fields`
and `answer` hold what people look for in their own words, such as services: the fields weigh differently, slips are
forgiven, and both engines rank alike. Owns tables without models. Words are folded and stemmed here.
"""

from guichet.ground.search.answers import Answers, answer, phrase
from guichet.ground.search.api import find, put, put_fields, remove
from guichet.ground.search.excerpts import Piece, marked, passage
from guichet.ground.search.keys import KEYWORD, SUMMARY, TEXT, TITLE, Field
from guichet.ground.search.vocabulary import forget

__all__ = [
    "KEYWORD", "SUMMARY", "TEXT", "TITLE", "Answers", "Field", "Piece", "answer", "find", "forget", "marked", "passage",
    "phrase", "put", "put_fields", "remove",
]  # fmt: skip
