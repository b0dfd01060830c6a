"""Where something is found that was elsewhere once."""

from collections.abc import Iterator

from guichet.areas.catalogue.models import FormerAddress

LONGEST_WAY = 8  # addresses, one leading to the next


def led_to(kind: str, former: str) -> Iterator[str]:
    """Give the address that took the place of a former one, then the one that took the place of that one."""
    seen = {former}
    for _step in range(LONGEST_WAY):
        row = FormerAddress.objects.filter(kind=kind, former=former).first()
        if row is None or row.present in seen:
            return
        former = row.present
        seen.add(former)
        yield former
