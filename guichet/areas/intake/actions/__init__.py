"""The only writers of intake."""

from guichet.areas.intake.actions.calls import Ringing, hang_up, pick_up, ring
from guichet.areas.intake.actions.mail import (
    Arrival,
    ReadAlready,
    Returned,
    admit,
    admit_automatic,
    admit_bounce,
    claim_mail,
    give_back_mail,
    put_back_mail,
    quarantine_mail,
    replay,
    store_mail,
)
from guichet.areas.intake.actions.receiving import KeyReused, NoMandate, Received, receive
from guichet.areas.intake.models import InboundMail as StoredMail

__all__ = [
    "Arrival",
    "KeyReused",
    "NoMandate",
    "ReadAlready",
    "Received",
    "Returned",
    "Ringing",
    "StoredMail",
    "admit",
    "admit_automatic",
    "admit_bounce",
    "claim_mail",
    "give_back_mail",
    "hang_up",
    "pick_up",
    "put_back_mail",
    "quarantine_mail",
    "receive",
    "replay",
    "ring",
    "store_mail",
]
