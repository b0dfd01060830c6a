"""Who reads figures, and who opens the lists behind them.

An auditor reads aggregates: no list, no filter, nothing that counts fewer than ten (rules N4 and N7).
"""

from guichet.ground.access import permit

permit("metrics.read", to=("manager", "auditor"))
permit("metrics.list", to=("manager",))
# What goes between units is for every unit to see (PRE-06): in numbers of ten and more, without the requests.
permit("metrics.handoffs", to=("manager", "auditor", "expert"))
# Who holds the key of the audit of equal treatment (N6); to the others there is a verdict.
permit("metrics.audit_parity", to=("auditor",))
