"""What goes out to other institutions, and what comes in from them, as files."""
