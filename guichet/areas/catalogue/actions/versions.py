"""Keeping what a service was: called by every verb that changes one; it is found by its new words."""

from datetime import date, datetime

from guichet.areas.catalogue.actions.indexing import index
from guichet.areas.catalogue.models import Service, ServiceVersion
from guichet.areas.catalogue.queries.versions import content_of
from guichet.areas.catalogue.rules.versions import changes, must_be_read_again
from guichet.ground.access import Actor


def as_found(row: Service, *, now: datetime) -> ServiceVersion:
    """Return the present version of a service; one that was made before versions were kept is kept now."""
    found = ServiceVersion.objects.filter(service=row, number=row.version).first()
    return found or ServiceVersion.objects.create(
        service=row, number=row.version, at=now, effective_on=now.date(), content=content_of(row)
    )


def record(
    row: Service, *, by: Actor, now: datetime, effective_on: date, is_new: bool = False, reread: bool = False
) -> ServiceVersion:
    """Keep the content that a service has now as its next version, and say whether the staff must read it again."""
    content = content_of(row)
    before = ServiceVersion.objects.filter(service=row, number=row.version).first()
    if not is_new:
        row.version += 1
    again = reread or (before is not None and must_be_read_again(changes(before.content, content)))
    if again:
        row.reread_from = row.version
    row.save(update_fields=["version", "reread_from"])
    index(row)
    return ServiceVersion.objects.create(
        service=row, number=row.version, staff_id=getattr(by, "staff", None), at=now, effective_on=effective_on,
        reread=again, content=content,
    )  # fmt: skip
