"""The append-only record of what happened.

Owns: Entry (one fact), Seal (a batch of settled entries, chained), Cursor (how far a reaction has read).
Facts are dataclasses declared by the areas; readers are projections (derived tables) and reactions (effects).
Entries hold ids, codes and numbers, never names, addresses or words.
"""
