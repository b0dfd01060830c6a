"""Seals over batches of settled entries, and the check that names the first bad row."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from guichet.ground.journal.api import ORIGIN, digest_of
from guichet.ground.journal.models import Entry, Seal
from guichet.ground.journal.readers import after


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found: how many entries and seals are sound, and the first fault in words."""

    entries: int
    seals: int
    fault: str = ""

    @property
    def sound(self) -> bool:
        """Tell whether nothing was found wrong."""
        return not self.fault


def merkle_root(digests: Iterable[str]) -> str:
    """Return the Merkle root of hexadecimal digests (SHA-256; leaves and nodes told apart, RFC 9162 section 2.1)."""
    level = [hashlib.sha256(b"\0" + bytes.fromhex(digest)).digest() for digest in digests]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\1" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0].hex() if level else ORIGIN


def seal(*, now: datetime, batch: int = 1000) -> Seal | None:
    """Seal the next batch of settled entries, if there is any."""
    with transaction.atomic():
        last = Seal.objects.select_for_update().order_by("pk").last()
        entries = list(after(last.last_tx if last else 0, last.last_id if last else 0, batch))
        if not entries:
            return None
        made = Seal(
            first=entries[0].pk, last_tx=entries[-1].tx, last_id=entries[-1].pk, count=len(entries), at=now,
            root=merkle_root(entry.digest for entry in entries), previous=last.digest if last else ORIGIN,
        )  # fmt: skip
        made.digest = _seal_digest(made)
        made.save()
        return made


def head() -> Seal | None:
    """Return the newest seal: what an auditor keeps elsewhere."""
    return Seal.objects.order_by("pk").last()


def _seal_digest(seal: Seal) -> str:
    text = f"{seal.first}|{seal.last_tx}|{seal.last_id}|{seal.count}|{seal.root}|{seal.previous}"
    return hashlib.sha256(text.encode()).hexdigest()


def verify(*, expected_head: str = "") -> Verdict:
    """Check every chain and every seal; `expected_head` is the digest of a seal that was kept elsewhere."""
    entries, fault = _check_chains()
    if fault:
        return Verdict(entries, 0, fault)
    seals, fault = _check_seals()
    if not fault and expected_head and not Seal.objects.filter(digest=expected_head).exists():
        fault = f"no seal has the digest {expected_head[:12]}…: the end of the journal was cut or rewritten"
    return Verdict(entries, seals, fault)


def _check_chains() -> tuple[int, str]:
    count, stream, position, previous = 0, "", 0, ORIGIN
    for entry in Entry.objects.order_by("stream", "position").iterator(chunk_size=2000):
        if entry.stream != stream:
            stream, position, previous = entry.stream, 0, ORIGIN
        if entry.position != position + 1:
            return count, f"entry {entry.pk}: {stream} jumps from {position} to {entry.position}"
        if entry.previous != previous:
            return count, f"entry {entry.pk}: it does not follow {stream} {position}"
        if entry.digest != digest_of(entry):
            return count, f"entry {entry.pk}: {stream} {entry.position} was changed"
        count, position, previous = count + 1, entry.position, entry.digest
    return count, ""


def _check_seals() -> tuple[int, str]:
    count, tx, pk, previous = 0, 0, 0, ORIGIN
    for seal in Seal.objects.order_by("pk").iterator():
        if seal.previous != previous or seal.digest != _seal_digest(seal):
            return count, f"seal {seal.pk} was changed"
        digests = list(_digests_between((tx, pk), (seal.last_tx, seal.last_id)))
        if len(digests) != seal.count or merkle_root(digests) != seal.root:
            return count, f"seal {seal.pk}: entries {seal.first} to {seal.last_id} were added to, cut or changed"
        count, tx, pk, previous = count + 1, seal.last_tx, seal.last_id, seal.digest
    return count, ""


def _digests_between(start: tuple[int, int], end: tuple[int, int]) -> Iterator[str]:
    from_start = Q(tx=start[0], pk__gt=start[1]) | Q(tx__gt=start[0])
    to_end = Q(tx=end[0], pk__lte=end[1]) | Q(tx__lt=end[0])
    return Entry.objects.filter(from_start & to_end).order_by("tx", "pk").values_list("digest", flat=True).iterator()
