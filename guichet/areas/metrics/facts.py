"""What can be said about an audit of equal treatment: its verdict, and that its codes were read. Never a name."""

from guichet.ground.journal.facts import Fact, fact


@fact("metrics.parity_audited")
class ParityAudited(Fact):
    quarter: str
    verdict: str
    tests: dict[str, float | None]  # what was compared -> the probability, were all treated alike


@fact("metrics.parity_decoded")
class ParityDecoded(Fact):
    """Whoever holds the key read which group is which."""

    quarter: str
