"""Rules: when this happens, or on that date, and it is so, then do what people would have done by hand.

Owns: Rule, Firing, Term, Halt. Records: automation.fired, automation.kept, automation.put, automation.halted.
A rule runs the verbs of tickets and triage, as a reaction to the journal or by the tick; never the past, never itself.
"""
