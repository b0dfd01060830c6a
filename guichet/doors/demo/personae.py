"""Whom a visitor of the demonstration may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Persona:
    """One sign-in card: an account, who they are, what there is to see, where it starts."""

    email: str
    name: str
    role: Any
    story: Any
    start: str  # the name of the page that opens


CLIENTS: Sequence[Persona] = (
    Persona(
        "mireille.thibodeau@example.org", "Mireille Thibodeau", _("Member of the assembly, Baie-Noire"),
        _("Her landlord is ending the lease of her office. One person looks after it, and writes every Friday."),
        "portal-mine",
    ),
    Persona(
        "sam.okafor@example.org", "Sam Okafor", _("Constituency assistant, works in English"),
        _("Acts for Mireille Thibodeau in matters of lease and technology, and has a question to answer."),
        "portal-mine",
    ),
    Persona(
        "jonas.pelletier@example.org", "Jonas Pelletier", _("Caucus assistant, works in French"),
        _("One message, three tasks behind it: a new employee starts on Monday. He sees one line and one date."),
        "portal-mine",
    ),
    Persona(
        "sylvie.gallant@example.org", "Sylvie Gallant", _("Citizen, for her father Yvon, 74"),
        _("Her father lost his wife. He said it once, at the counter; he has no email, so she follows for him."),
        "portal-mine",
    ),
)  # fmt: skip
STAFF: Sequence[Persona] = (
    Persona(
        "lea.comeau@example.org", "Léa Comeau", _("Agent, Client Services"),
        _("Her day: what is hers, what falls due, what waits to be sorted."), "desk-home",
    ),
    Persona(
        "tariq.haddad@example.org", "Tariq Haddad", _("Agent, Client Services"),
        _("He looks after the broken lease, and a travel claim that is late."), "desk-home",
    ),
    Persona(
        "ines.moreau@example.org", "Inès Moreau", _("Expert, Information Technology"),
        _("She sees her unit’s tasks and what they need, never the whole request."), "desk-home",
    ),
    Persona(
        "sandrine.petit@example.org", "Sandrine Petit", _("Expert, Human Resources"),
        _("Contracts and pay: the first step of every arrival is hers."), "desk-home",
    ),
    Persona(
        "malcolm.reid@example.org", "Malcolm Reid", _("Expert, Security"),
        _("Access cards: they reach him once the contract is signed, never before."), "desk-home",
    ),
    Persona(
        "nadia.roy@example.org", "Nadia Roy", _("Manager, Client Services"),
        _("How promises are kept, where time is lost, what returns again and again."), "office-home",
    ),
    Persona(
        "dario.conti@example.org", "Dario Conti", _("Administrator"),
        _("He looks after the installation, and reads no request."), "desk-home",
    ),
    Persona(
        "ruth.sinclair@example.org", "Ruth Sinclair", _("Auditor"),
        _("She verifies that nobody rewrote what happened."), "office-home",
    ),
)  # fmt: skip
EVERYBODY = {persona.email: persona for persona in (*CLIENTS, *STAFF)}
