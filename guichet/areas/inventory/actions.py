"""The only writers of the inventory. What it tells of a service goes to the catalogue by the catalogue's own verbs."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.utils.text import slugify

from guichet.areas.catalogue import actions as catalogue
from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.queries import DEFAULT_FIRST_RESPONSE, OFFICE, OFFICE_HOURS, calendars, house_calendar
from guichet.areas.inventory.models import Record
from guichet.areas.inventory.queries import Row, declared, outcome
from guichet.areas.inventory.rules import Cells, Table
from guichet.areas.people.actions import OrganisationForm, configure_organisation
from guichet.areas.people.queries import organisation_codes
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual

OURS = "gc-"  # the codes of what came from an inventory
LONGEST_CODE = 20


@action("inventory.file")
def file_rows(rows: Sequence[Row], *, owner: str = "", by: Actor, now: datetime) -> list[str]:
    """File rows that have no fault; return for each whether it is `new`, `changed` or the `same` as before.

    `owner` is the code of the organisation that answers for a service whose row names none.
    """
    there = declared([row.key for row in rows])
    found: list[str] = []
    for row in rows:
        done = outcome(row, there.get(row.key))
        if done != "same":
            there[row.key] = _file(row, there.get(row.key), owner, by=by, now=now)
        found.append(done)
    return found


def _file(row: Row, there: Record | None, owner: str, *, by: Actor, now: datetime) -> Record:
    year, number, standard = row.key
    service = _of_catalogue(row, there, owner, by=by, now=now)
    values = {"table": row.form.table, "edition": row.form.edition, "service": service, "cells": dict(row.cells)}
    made, _new = Record.objects.update_or_create(year=year, number=number, standard=standard, defaults=values)
    return made


def _of_catalogue(row: Row, there: Record | None, owner: str, *, by: Actor, now: datetime) -> Service:
    year, number, _standard = row.key
    if row.form.table is Table.STANDARD:
        return Record.objects.select_related("service").get(year=year, number=number, standard="").service
    known = there.service if there else _known(number)
    is_newest = not Record.objects.filter(number=number, standard="", year__gt=year).exists()
    if known is None:
        return _add(row.cells, number, owner, by=by, now=now)
    if is_newest and known.code.startswith(OURS):
        name, summary = _pair(row.cells, "service_name"), _pair(row.cells, "service_description")
        catalogue.reword_service(known, name=name, summary=summary, by=by, now=now)
    return known


def _known(number: str) -> Service | None:
    before = Record.objects.filter(number=number, standard="").select_related("service").first()
    return before.service if before else Service.objects.filter(code__in=(number, code_of(number))).first()


def _add(cells: Cells, number: str, owner: str, *, by: Actor, now: datetime) -> Service:
    """Add a service to the catalogue, with nothing promised that the window does not promise for everything."""
    if not calendars():
        catalogue.configure_calendar(
            catalogue.CalendarForm(code=OFFICE, data={"tz": house_calendar().zone.key, "hours": OFFICE_HOURS}),
            by=by,
            now=now,
        )
    form = catalogue.ServiceForm(
        code=code_of(number), name=_pair(cells, "service_name"),
        summary=_pair(cells, "service_description"), tier="support", nature="service",
        owner=_department(cells, owner, by=by), calendar=house_calendar().code,
        first_response=DEFAULT_FIRST_RESPONSE, keywords={"fr": [], "en": []},
        state=Service.State.DRAFT if settings.INVENTORY_DRAFTS else Service.State.PUBLISHED,
    )  # fmt: skip
    catalogue.configure_service(form, by=by, now=now)
    return Service.objects.get(code=form.code)


def code_of(number: str) -> str:
    """Return the code under which the catalogue keeps a service of an inventory."""
    return _short(OURS, number)


def _short(start: str, words: str) -> str:
    plain = slugify(words)
    if plain == words.casefold() and len(start + plain) <= LONGEST_CODE:
        return start + plain
    mark = sha256(words.encode()).hexdigest()[:5]
    return f"{start}{plain[: LONGEST_CODE - len(start) - 6]}-{mark}"


def _department(cells: Cells, owner: str, *, by: Actor) -> str:
    """Return the code of the department that a row names; one that is not known yet becomes an organisation."""
    name = _pair(cells, "department_name")
    if not name.is_complete:
        english, _bar, french = cells.get("owner_org_title", "").partition("|")
        name = Bilingual(french.strip() or english.strip(), english.strip())
    words = cells.get("owner_org") or name.en
    if not words:
        return owner
    code = _short(OURS, words)
    if code not in organisation_codes():
        form = OrganisationForm(code=code, kind="federal", name=name if name.en else Bilingual(words, words))
        configure_organisation(form, by=by)
    return code


def names_owner(cells: Cells) -> bool:
    """Tell whether a row names the department that answers for its service."""
    return any(cells.get(name) for name in ("owner_org", "owner_org_title", "department_name_en"))


def _pair(cells: Cells, name: str) -> Bilingual:
    return Bilingual(cells.get(f"{name}_fr", ""), cells.get(f"{name}_en", ""))
