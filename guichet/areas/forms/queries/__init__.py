"""Reading forms: what a service asks, how far somebody is, what was answered."""
