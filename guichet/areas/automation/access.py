"""Who writes rules, who reads them, and what runs them."""

from guichet.ground.access import permit

permit("automation.keep automation.halt", to=("manager",))
permit("automation.run automation.configure", to=("system",))
permit("automation.read", to=("manager", "auditor"))
