"""The real mail door and the real worker, while the disk fills up or the database falls: nothing may be lost.

Run as a program of its own: `python -m tests.rigs.faults disk|database`. Messages are handed over by SMTP, each until
it is acknowledged, as any mail server does; at the end the same count as after the crash rig must hold.
"""
