"""The keys of the verbs, the same in a list, in the panel beside it and on the page of a ticket.

A verb has its key where it stands in a template (`data-key`); those named here also work on the row of a list that the
reader is at: the panel opens, and the verb is done in it.
"""

TICKET_VERBS = {
    "take": "t",
    "sort": "s",
    "reply": "r",
    "question": "q",
    "note": "n",
    "delegate": "c",
    "assign": "a",
    "promise": "p",
    "resolve": "e",
    "resolve and next": "E",
    "merge": "m",
    "link": "l",
    "hand over": "h",
    "follow": "f",
    "snooze": "z",
}
ROW_KEYS = "".join(TICKET_VERBS.values())
