"""What can be told from words, pure and explained: the service, how pressing, the language, what it resembles."""
