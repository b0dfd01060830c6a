"""Who makes suggestions and who judges them: the desk itself, and whoever sorts."""

from guichet.ground.access import permit

permit("triage.suggest triage.judge triage.learn", to=("system",))
permit("triage.read", to=("manager", "auditor"))
