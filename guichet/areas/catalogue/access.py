"""Who may change what the window offers."""

from guichet.ground.access import permit

permit("catalogue.configure", to=("administrator",))
