"""The desk: where agents, experts and managers work."""
