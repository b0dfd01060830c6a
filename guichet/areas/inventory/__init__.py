"""The service inventory that a federal institution files each year: its services, and how they kept their word."""
