"""What to suggest to whoever sorts, and whom to put in charge."""

from guichet.areas.triage.queries.advice import Advice, Candidate, Twin, advice_on
from guichet.areas.triage.queries.hints import Hint, hints
from guichet.areas.triage.queries.loads import load_of
from guichet.areas.triage.queries.owners import Matter, Placed, contact_person, matter_of

__all__ = [
    "Advice",
    "Candidate",
    "Hint",
    "Matter",
    "Placed",
    "Twin",
    "advice_on",
    "contact_person",
    "hints",
    "load_of",
    "matter_of",
]
