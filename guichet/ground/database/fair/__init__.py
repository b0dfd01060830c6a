"""SQLite for Django, whose writers wait in turn."""
