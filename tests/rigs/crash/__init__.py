"""Rig R1: the real intake, killed again and again at random instants and at named points.

Run as a program of its own (`python -m tests.rigs.crash --kills 300 --messages 4000 --seed 7`), on the database that
the environment names; it prints what it found as JSON. Victims are forked, so that one life costs milliseconds; what
kills them is SIGKILL, and some are frozen until their lease has run out and then woken. Kills follow the progress of
the work, not the clock, so that a slow machine kills as many at work as a fast one. At the end nothing may be lost,
doubled or half recorded (INV1 to INV7 of the threats).
"""
