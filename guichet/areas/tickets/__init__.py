"""Tickets and what happens to them: words, tasks, contacts, the life cycle.

Owns: Ticket, Message, Note, Attachment, Draft, Task, TaskMessage, Contact.
Records: `tickets.*`, see facts.py. Listens to: nothing.
A client only ever meets Ticket and Message; notes and tasks live in tables that client queries never touch.
"""
