"""Time as a door: the worker, the tick, and the keeper's commands on the journal."""
