"""Who may change what the window offers."""

from guichet.ground.access import permit

permit("catalogue.configure", to=("administrator",))
permit("catalogue.edit", to=("manager", "administrator"))
permit("catalogue.acknowledge", to=("agent", "expert", "manager"))
permit("catalogue.plan", to=("manager", "administrator"))
permit("catalogue.take_effect", to=())
