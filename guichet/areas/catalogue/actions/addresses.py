"""Keeping where things were found once: whoever comes by an old address is led on."""

from collections.abc import Iterable

from guichet.areas.catalogue.models import FormerAddress


def lead_on(kind: str, formers: Iterable[str], present: str) -> list[str]:
    """Lead from former addresses to the present one; return what changed, in words."""
    changes = []
    for former in formers:
        known = FormerAddress.objects.filter(kind=kind, former=former).first()
        if former != present and (known is None or known.present != present):
            FormerAddress.objects.update_or_create(kind=kind, former=former, defaults={"present": present})
            changes.append(f"former address: {former}")
    return changes
