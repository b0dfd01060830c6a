"""The ground knows nothing of a desk; it could serve a library."""
