"""Forms as they are typed: kept for whoever types them, and for nobody else."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from guichet.ground.keeping.models import KeptForm

LIFE = timedelta(days=14)
MOST = 200  # forms that one person may leave behind

Fields = dict[str, list[str]]


def keep(owner: str, *, tab: str, key: str, fields: Fields, now: datetime) -> None:
    """Keep what a form holds now; one that holds nothing is forgotten."""
    mine = KeptForm.objects.filter(owner=owner)
    if not fields:
        mine.filter(tab=tab, key=key).delete()
        return
    _made, is_new = KeptForm.objects.update_or_create(
        owner=owner, tab=tab, key=key, defaults={"fields": fields, "at": now}
    )
    if is_new:
        oldest = mine.order_by("-at").values_list("pk", flat=True)[MOST : MOST * 2]
        KeptForm.objects.filter(pk__in=list(oldest)).delete()


def kept(owner: str, keys: Iterable[str]) -> list[KeptForm]:
    """Return what somebody left in forms of these keys, the newest first."""
    return list(KeptForm.objects.filter(owner=owner, key__in=list(keys)[:MOST]).order_by("-at", "-pk"))


def forget(owner: str, key: str) -> None:
    """Forget what every window of somebody kept of a form: what stands there now is newer."""
    KeptForm.objects.filter(owner=owner, key=key).delete()


def sweep_forms(*, now: datetime) -> None:
    """Forget what nobody came back to."""
    KeptForm.objects.filter(at__lt=now - LIFE).delete()
