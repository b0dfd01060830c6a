"""R3: thousands of damaged mails; each is either read or put aside, and what is read can be stored."""

import os
import random
from collections.abc import Iterator

import pytest

from guichet.doors.email.parse import ParsedMail
from guichet.doors.email.parse.words import storable
from guichet.doors.email.sandbox import ParserPool, Unparsable
from guichet.doors.email.tests.mails import corpus

ROUNDS = 30_000 if os.environ.get("GUICHET_RIG_LONG") else 3_000
SEED = int(os.environ.get("GUICHET_RIG_SEED", "20260106"))
WORDS = [
    b"\r\n",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b"--",
    b"--dehors",
    b"--dehors--",
    b"boundary=",
    b'"',
    b"\\",
    b"<",
    b">",
    b"(",
    b")",
    b"@",
    b",",
    b";",
    b":",
    b"=?utf-8?q?",
    b"?=",
    b"=?x?b?",
    b"filename*0*=",
    b"charset=utf-16",
    b"charset=hz",
    b"charset=\x00",
    b"Content-Type: ",
    b"multipart/mixed; ",
    b"multipart/report; report-type=delivery-status; boundary=b",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: x-uue\r\n",
    b"From: ",
    b"Message-ID: <<<<",
    b"References: ",
    b"Date: 99999999999999999999",
    b"=",
    b"=3D=",
    b"> ",
    b"On x wrote:",
    b"Le x a \xc3\xa9crit :",
    b"-- \n",
    b"\t",
    b" " * 80,
    b"A" * 5000,
    b"message/delivery-status",
    b"\r\n\r\n",
    b"<table>",
    b"<td colspan=99999999>",
    b"&#xD800;",
    b"&#0;",
    b"\xe2\x80\xae",
    b"\x1b$B",
]


def damaged(chance: random.Random, seeds: list[bytes]) -> bytes:
    """One mail of the corpus with a few wounds."""
    raw = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(raw) + 1)
        match chance.randrange(6):
            case 0:
                raw[at:at] = chance.choice(WORDS)
            case 1:
                del raw[at : at + chance.randint(1, 60)]
            case 2:
                raw[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                other = chance.choice(seeds)
                cut = chance.randrange(len(other))
                raw[at:at] = other[cut : cut + chance.randint(1, 400)]
            case 4:
                raw[at:at] = raw[max(0, at - chance.randint(1, 200)) : at] * chance.randint(1, 20)
            case _:
                raw[at : at + len(WORDS[0])] = chance.choice(WORDS)
    return bytes(raw)


def strings(mail: ParsedMail) -> Iterator[str]:
    """Every string of a parsed mail that a database will be given."""
    yield from (mail.message_id, mail.in_reply_to, mail.from_address, mail.from_name, mail.reply_to, mail.subject)
    yield from (mail.text, mail.full_text, mail.auto, mail.languages, mail.date)
    yield from (*mail.references, *mail.to, *mail.cc, *mail.delivered_to, *mail.authentication, *mail.defects)
    for attachment in mail.attachments:
        yield from (attachment.name, attachment.content_type, attachment.content_id)
    if mail.bounce is not None:
        yield from (
            mail.bounce.original_message_id,
            mail.bounce.status,
            mail.bounce.diagnostic,
            *mail.bounce.recipients,
        )


@pytest.mark.rig
@pytest.mark.proves("P02", "P03", "P04")
def test_a_damaged_mail_is_read_or_put_aside_and_never_both_or_neither() -> None:
    chance = random.Random(SEED)
    seeds = [raw for _, raw in corpus()]
    pool = ParserPool()
    aside = 0
    for number in range(ROUNDS):
        raw = damaged(chance, seeds)
        outcome = pool.parse(raw)
        if isinstance(outcome, Unparsable):
            aside += 1
            continue
        for text in strings(outcome):
            assert storable(text) == text, (SEED, number, text)
            text.encode("utf-8")
        assert len(outcome.subject) <= 300
        assert all(len(attachment.name) <= 200 for attachment in outcome.attachments)
        assert all(len(attachment.payload) == attachment.size for attachment in outcome.attachments)
    pool.close()

    # A parser that puts everything aside would pass the rest: nearly all wounds must be survivable.
    assert aside <= ROUNDS // 200
