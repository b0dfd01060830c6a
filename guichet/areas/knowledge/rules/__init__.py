"""What an article says, when it is too old, and how words of one matter become everybody's."""

from guichet.areas.knowledge.rules.anonymous import anonymised, spoken_names
from guichet.areas.knowledge.rules.texts import (
    Line,
    compared,
    documents_in,
    html_of,
    is_stale,
    merged,
    merged_list,
    named_in,
    plain_of,
    words_of,
)

__all__ = [
    "Line",
    "anonymised",
    "compared",
    "documents_in",
    "html_of",
    "is_stale",
    "merged",
    "merged_list",
    "named_in",
    "plain_of",
    "spoken_names",
    "words_of",
]
