"""What comes back, and what breaks: one cause behind many requests, told before people call, closed with one message.

Owns: Problem, Case, Warned. Records: problems.opened, problems.announced, problems.closed, problems.tied,
problems.untied. Listens to: tickets.opened, tickets.sorted (reaction).
"""
