"""The machine on which the budgets were set, and how this one compares (docs/decisions/0007)."""

# Calls a second there of the work that `yardstick` does here: 2 processors AMD EPYC, 100,000 tickets, at rest.
THERE = {
    "postgresql": {"create_c1": 827.0, "create_c8": 2_235.0, "queue_c1": 2_615.0, "ticket_c1": 1_715.0},
    "sqlite": {"create_c1": 2_208.0, "create_c8": 6_963.0, "queue_c1": 16_015.0, "ticket_c1": 40_995.0},
}


def factor(engine: str, job: str, here: float) -> float:
    """Return how fast this machine is at a job beside that one: 1 is as fast."""
    return here / THERE[engine][job]
