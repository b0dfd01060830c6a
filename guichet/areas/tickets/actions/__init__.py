"""The only writers of tickets: one verb, one permission, one transaction."""

from guichet.areas.tickets.actions.amending import Amendment, FieldMoved, amend
from guichet.areas.tickets.actions.awareness import SpokenMeanwhile
from guichet.areas.tickets.actions.care import assign, prioritise, sort, take
from guichet.areas.tickets.actions.delivery import note_undelivered
from guichet.areas.tickets.actions.ends import (
    NothingToConfirm,
    StillHasOpenTasks,
    TooLateToReopen,
    cancel,
    close_in_silence,
    confirm,
    reject,
    reopen,
    resolve,
)
from guichet.areas.tickets.actions.later import NotAMomentToSend, keep_back, release, send_later
from guichet.areas.tickets.actions.links import CannotLink, link, unlink
from guichet.areas.tickets.actions.locking import OutOfDate
from guichet.areas.tickets.actions.merging import CannotMerge, TooLateToSeparate, merge, unmerge, why_not
from guichet.areas.tickets.actions.opening import NewContact, Opening, Touch, Upload, log_contact, open_ticket
from guichet.areas.tickets.actions.plan import BadPlan, NewTask, add_task, cancel_task, start_plan
from guichet.areas.tickets.actions.presence import be_present, stop_writing, sweep_presences
from guichet.areas.tickets.actions.tasks import (
    NotInHand,
    accept_task,
    block_task,
    finish_task,
    note_task,
    resend_task,
    return_task,
    unblock_task,
)
from guichet.areas.tickets.actions.wall import designate_reader, settle_behalf, withdraw_reader
from guichet.areas.tickets.actions.words import (
    ClientWords,
    TicketIsOver,
    TooLateToUnsend,
    announce,
    ask,
    draft,
    note,
    remind,
    reply,
    unsend,
    write,
)

__all__ = [
    "Amendment",
    "BadPlan",
    "CannotLink",
    "CannotMerge",
    "ClientWords",
    "FieldMoved",
    "NewContact",
    "NewTask",
    "NotAMomentToSend",
    "NotInHand",
    "NothingToConfirm",
    "Opening",
    "OutOfDate",
    "SpokenMeanwhile",
    "StillHasOpenTasks",
    "TicketIsOver",
    "TooLateToReopen",
    "TooLateToSeparate",
    "TooLateToUnsend",
    "Touch",
    "Upload",
    "accept_task",
    "add_task",
    "amend",
    "announce",
    "ask",
    "assign",
    "be_present",
    "block_task",
    "cancel",
    "cancel_task",
    "close_in_silence",
    "confirm",
    "designate_reader",
    "draft",
    "finish_task",
    "keep_back",
    "link",
    "log_contact",
    "merge",
    "note",
    "note_task",
    "note_undelivered",
    "open_ticket",
    "prioritise",
    "reject",
    "release",
    "remind",
    "reopen",
    "reply",
    "resend_task",
    "resolve",
    "return_task",
    "send_later",
    "settle_behalf",
    "sort",
    "start_plan",
    "stop_writing",
    "sweep_presences",
    "take",
    "unblock_task",
    "unlink",
    "unmerge",
    "unsend",
    "why_not",
    "withdraw_reader",
    "write",
]
