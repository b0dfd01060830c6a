"""Who hears what: from facts to messages in the outbox. The words are composed at the door, when they leave.

Owns: nothing. Listens to: tickets.*, problems.announced, problems.closed, surveys.asked (reaction).
"""
