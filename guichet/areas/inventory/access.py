"""Who may file what an institution declares of its services."""

from guichet.ground.access import permit

permit("inventory.file", to=("administrator",))
