"""One short question after a confirmation, and a call back when the answer is low.

Owns: Pulse. Records: surveys.asked, surveys.answered, surveys.called_back. Listens to: tickets.confirmed (reaction).
"""
