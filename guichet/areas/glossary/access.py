"""Who says what our words mean."""

from guichet.areas.people.access import FRONT_LINE
from guichet.ground.access import permit

permit("glossary.configure", to=("administrator",))
permit("glossary.define", to=(*FRONT_LINE, "administrator"))
