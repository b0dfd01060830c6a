"""Who asks and who answers."""

from guichet.ground.access import permit

permit("surveys.ask surveys.note_way", to=("system",))
permit("surveys.answer", to=("anonymous", "client", "bearer"))
