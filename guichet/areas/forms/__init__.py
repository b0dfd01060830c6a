"""Forms: what a service asks, why, and what people answered.

Owns: Element, Form, Version, Draft, DraftFile, Answers. Records: forms.answered. The dictionary says what an answer is,
a version of a form what is asked and why; what was handed in becomes fields of the ticket.
"""
