"""What to suggest to whoever sorts, and whom to put in charge."""

from guichet.areas.triage.queries.advice import Advice, Candidate, Twin, advice_on
from guichet.areas.triage.queries.hints import Hint, hints
from guichet.areas.triage.queries.owners import contact_person

__all__ = ["Advice", "Candidate", "Hint", "Twin", "advice_on", "contact_person", "hints"]
