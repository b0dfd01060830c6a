"""Messages waiting to leave: written with what causes them, sent once the words are durable, retried, never forgotten.

A row holds an intent (a kind, ids, one address), not words: the text is composed when it leaves, for that recipient.
"""
