"""The journal: append-only, chained, sealed, read once, rebuilt at will."""

import time

import pytest
from django.db import DatabaseError, connection, transaction

from guichet.areas.sla.models import Promise, Segment
from guichet.areas.tickets import actions as tickets
from guichet.ground.database import engine
from guichet.ground.journal.models import Cursor, Entry, Seal
from guichet.ground.journal.readers import PROJECTIONS, REACTIONS, react
from guichet.ground.journal.seals import head, seal, verify
from guichet.ground.outbox.models import Outgoing
from guichet.ground.queue.models import Job
from tests.cast import NOON, a_ticket, seen_by


@pytest.mark.proves("D09", "BIL-04")
@pytest.mark.parametrize("verb", ["UPDATE journal_entry SET kind = 'x'", "DELETE FROM journal_entry"])
def test_the_database_refuses_to_change_or_delete_an_entry(amina, verb):
    a_ticket(amina)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)


@pytest.mark.proves("D09", "BIL-04")
def test_every_ticket_has_its_own_chain_and_the_seals_cover_all_of_them(amina, bruno):
    for _ in range(3):
        ticket = a_ticket(amina, owner=bruno)
        tickets.reply(ticket, by=seen_by(bruno), now=NOON, body="Bonjour")
    while seal(now=NOON, batch=4):
        pass

    newest = head()
    assert newest
    verdict = verify(expected_head=newest.digest)
    assert verdict.sound
    assert verdict.entries == Entry.objects.count() == sum(Seal.objects.values_list("count", flat=True))


def _tampered(statement: str) -> None:
    with connection.cursor() as cursor:
        for unlock in engine().open_for_purge("journal_entry"):
            cursor.execute(unlock)
        cursor.execute(statement)


@pytest.mark.proves("D09")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET actor = 'staff:99' WHERE position = 2",
        "UPDATE journal_entry SET at = written_at WHERE position = 1",
        "DELETE FROM journal_entry WHERE position = 1",
        "DELETE FROM journal_entry WHERE id = (SELECT MAX(id) FROM journal_entry)",
        "UPDATE journal_entry SET position = position + 10 WHERE position = 3",
    ],
)
def test_a_change_behind_our_back_is_named(amina, bruno, statement):
    ticket = a_ticket(amina, owner=bruno)
    tickets.reply(ticket, by=seen_by(bruno), now=NOON, body="Bonjour")
    seal(now=NOON)
    assert verify().sound

    _tampered(statement)

    assert not verify().sound
    assert verify().fault


@pytest.mark.proves("D09")
def test_a_journal_rewritten_whole_is_found_by_a_head_kept_elsewhere(amina):
    a_ticket(amina)
    first = seal(now=NOON)
    assert first
    kept = first.digest
    with connection.cursor() as cursor:
        for unlock in engine().open_for_purge("journal_seal"):
            cursor.execute(unlock)
        cursor.execute("DELETE FROM journal_seal")
    seal(now=NOON.replace(hour=20))

    assert verify().sound
    assert verify(expected_head=kept).sound  # the same entries give the same seal

    a_ticket(amina)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_seal")
    seal(now=NOON)
    assert "no seal" in verify(expected_head=kept).fault


def test_a_reaction_answers_each_fact_once(amina):
    a_ticket(amina)

    react()
    react()
    for reaction in REACTIONS.values():
        reaction.run()

    assert Outgoing.objects.filter(kind="message").count() == 1


def test_a_reaction_that_fails_on_one_entry_goes_on_and_leaves_a_job(amina, monkeypatch):
    first, second = a_ticket(amina), a_ticket(amina)
    letters = REACTIONS["notifications.letters"]
    kept = letters.handlers["tickets.acknowledged"]

    def fails_on_first(entry, fact):
        if fact.ticket == first.pk:
            raise RuntimeError("no")
        kept(entry, fact)

    monkeypatch.setitem(letters.handlers, "tickets.acknowledged", fails_on_first)
    letters.run()

    assert [row.stream for row in Outgoing.objects.all()] == [second.stream]
    assert Job.objects.get().arguments["args"][0] == "notifications.letters"


@pytest.mark.proves("BIL-04", "BIL-05")
def test_rebuilding_gives_what_the_increments_gave(amina, bruno, hiring):
    ticket = a_ticket(amina, owner=bruno)
    agent = seen_by(bruno)
    tickets.ask(ticket, by=agent, now=NOON.replace(hour=19), body="Quelle date ?")
    tickets.write(
        ticket, by=seen_by(amina), now=NOON.replace(hour=22), said=tickets.ClientWords(body="Lundi", channel="web")
    )
    tickets.resolve(ticket, by=agent, now=NOON.replace(hour=23), code="done", body="C’est fait")
    before = _derived()

    for projection in PROJECTIONS.values():
        projection.rebuild()

    assert _derived() == before


def _derived():
    segments = Segment.objects.order_by("ticket", "start").values_list("ticket", "holder", "cause", "start", "end")
    return list(Promise.objects.order_by("pk").values()), list(segments)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer: ids are the order of commits")
def test_a_slow_writer_is_not_overtaken():
    """A reader that follows ids alone would lose an entry whose transaction ends later than the next one's."""
    import threading

    from guichet.areas.tickets.facts import Noted
    from guichet.ground.access import SYSTEM
    from guichet.ground.journal.api import record
    from guichet.ground.journal.readers import after, is_settled

    wrote, finish = threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                record(Noted(ticket=1, note=1), stream="test:1", by=SYSTEM, at=NOON, opening=True)
                wrote.set()
                finish.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    wrote.wait(10)
    record(Noted(ticket=2, note=2), stream="test:2", by=SYSTEM, at=NOON, opening=True)
    seen_early = [entry.stream for entry in after(0, 0, 10)]
    finish.set()
    thread.join()

    assert seen_early == []
    # A transaction of the tests beside this one, in the same cluster, may hold the horizon back for a moment.
    limit = time.monotonic() + 30
    while not is_settled() and time.monotonic() < limit:
        time.sleep(0.05)
    assert {entry.stream for entry in after(0, 0, 10)} == {"test:1", "test:2"}


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no transaction ids to outlive")
def test_a_dump_restored_into_a_younger_cluster_is_read_on(amina):
    ticket = a_ticket(amina)
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(tx) FROM journal_entry")
        newest = cursor.fetchone()[0]
        # What a younger cluster looks like: its transaction ids start far below those of the rows.
        cursor.execute("UPDATE journal_entry_epoch SET base = %s", [-(newest - 10)])
    Cursor.objects.create(name="notifications.letters", tx=newest, entry=10**9)

    engine().renew_epoch("journal_entry")
    tickets.announce(ticket, by=tickets_system(), now=NOON, body="x", details={})

    assert Entry.objects.order_by("-pk")[0].tx > newest
    REACTIONS["notifications.letters"].run()
    assert Outgoing.objects.exists()


def tickets_system():
    from guichet.ground.access import SYSTEM

    return SYSTEM
