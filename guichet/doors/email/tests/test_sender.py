"""Who wrote: one plain address on which two readings agree, or nobody."""

import pytest

from guichet.doors.email.authenticity import is_vouched_for
from guichet.doors.email.parse import parse
from guichet.doors.email.tests.mails import a_mail, from_only

PLAIN = [
    ("amina@example.org", "amina@example.org", ""),
    ("<amina@example.org>", "amina@example.org", ""),
    ("Amina Diallo <amina@example.org>", "amina@example.org", "Amina Diallo"),
    ('"Diallo, Amina" <amina@example.org>', "amina@example.org", "Diallo, Amina"),
    ("Amina <Amina.D@Example.ORG>", "Amina.D@example.org", "Amina"),
    ("amina@example.org (Amina Diallo)", "amina@example.org", "Amina Diallo"),
    ("=?utf-8?q?L=C3=A9a_Comeau?= <lea@example.org>", "lea@example.org", "Léa Comeau"),
    ("Léa Comeau <lea@example.org>", "lea@example.org", "Léa Comeau"),
    ("John Q. Public <john+ticket@mail.example.org>", "john+ticket@mail.example.org", "John Q. Public"),
    ('"alice@parti-x.example" <bob@example.org>', "bob@example.org", "alice@parti-x.example"),
    ("=?utf-8?q?alice=40parti-x.example?= <bob@example.org>", "bob@example.org", "alice@parti-x.example"),
    ('"a \\"b\\" c" <amina@example.org>', "amina@example.org", 'a "b" c'),
]

AMBIGUOUS = [
    "alice@parti-x.example <bob@example.org>",
    "alice@parti-x.example, bob@example.org",
    "Alice <alice@parti-x.example>, Bob <bob@example.org>",
    "Comeau, Léa <lea@example.org>",
    "<alice@parti-x.example> <bob@example.org>",
    "<alice@parti-x.example> bob@example.org",
    "alice@parti-x.example bob@example.org",
    "alice@parti-x.example(bob@example.org)x",
    "(bob@example.org) alice@parti-x.example",
    "alice(x)@parti-x.example",
    "alice@(x)parti-x.example",
    "alice@parti-x.example\x00@example.org",
    "alice\x00@parti-x.example",
    "Alice \x07 <alice@parti-x.example>",
    "équipe: alice@parti-x.example, bob@example.org;",
    "groupe:;",
    "groupe: alice@parti-x.example;",
    "alice@parti-x.example@example.org",
    "<@relais.example,@autre.example:alice@parti-x.example>",
    '"alice@parti-x.example"@example.org',
    '"alice smith"@parti-x.example',
    "alice@[192.0.2.1]",
    "alice@parti-x..example",
    ".alice@parti-x.example",
    "alice.@parti-x.example",
    "alice@-parti.example",
    "älice@parti-x.example",
    "alice@pаrti-x.example",
    "=?utf-8?q?alice?=@parti-x.example",
    "=?utf-8?q?alice=40parti-x.example?=",
    "=?utf-8?q?Alice_=3Calice=40parti-x.example=3E?=",
    "<alice@parti-x.example",
    "alice@parti-x.example>",
    "Alice <alice @parti-x.example>",
    "Alice <alice@parti-x.example\t>",
    "alice",
    "@parti-x.example",
    "<>",
    "",
    '"Alice <alice@parti-x.example>',
    "a" * 65 + "@parti-x.example",
    "alice@" + "a." * 130 + "example",
    "(" * 900,
    "<" * 900 + "alice@parti-x.example",
    '"' * 8_001,
    "alice@parti-x.example; bob@example.org",
]


@pytest.mark.proves("E05")
@pytest.mark.parametrize(("value", "address", "name"), PLAIN)
def test_one_plain_mailbox_says_who_wrote(value: str, address: str, name: str) -> None:
    mail = parse(from_only(value))

    assert (mail.from_address, mail.from_name, mail.defects) == (address, name, ())


@pytest.mark.proves("E05")
@pytest.mark.parametrize("value", AMBIGUOUS)
def test_a_from_that_can_be_read_in_two_ways_says_nothing(value: str) -> None:
    mail = parse(from_only(value))

    assert mail.from_address == ""
    assert "from-ambiguous" in mail.defects


@pytest.mark.proves("E05")
@pytest.mark.parametrize(
    "head",
    [
        b"From: alice@parti-x.example\r\nFrom: bob@example.org",
        b"From: alice@parti-x.example\r\nfrom: alice@parti-x.example",
        b"From: alice@parti-x.example\r\nbroken line\r\nFrom: bob@example.org",
        b"From : alice@parti-x.example\r\nFrom: bob@example.org",
        b"From: \xff\xfe@parti-x.example",
        b"From: alice\xe9@parti-x.example",
        b"X-Long: " + b"a" * 300_000 + b"\r\nFrom: alice@parti-x.example",
        b"From: alice@parti-x.example\r\nX-Long: " + b"a" * 300_000 + b"\r\nFrom: bob@example.org",
        b"Subject: no sender at all",
    ],
)
def test_two_senders_or_hidden_ones_are_nobody(head: bytes) -> None:
    assert parse(head + b"\r\n\r\nBonjour").from_address == ""


def test_recipients_are_read_one_by_one_and_doubtful_ones_left_out() -> None:
    mail = parse(
        a_mail(
            headers='Cc: "B, C" <b@example.org>, <c@example.org>, x@y <d@example.org>, e@example.org\n'
            "Reply-To: Amina <reply@example.org>\nDelivered-To: guichet+r.v1.abc.def@example.org"
        )
    )

    assert mail.cc == ("b@example.org", "c@example.org", "e@example.org")
    assert mail.reply_to == "reply@example.org"
    assert mail.delivered_to == ("guichet+r.v1.abc.def@example.org",)


GENUINE = "mx.guichet.example; spf=pass smtp.mailfrom=example.org; dmarc=pass (p=reject) header.from=example.org"


@pytest.mark.proves("E06")
def test_our_own_server_can_vouch_for_the_sender() -> None:
    assert is_vouched_for(parse(a_mail(headers=f"Authentication-Results: {GENUINE}")), "mx.guichet.example")


@pytest.mark.proves("E06")
@pytest.mark.parametrize(
    "reports",
    [
        [],
        ["mx.evil.example; dmarc=pass header.from=example.org"],
        ["mx.guichet.example; dmarc=fail header.from=example.org"],
        ["mx.guichet.example; dmarc=pass header.from=evil.example"],
        ["mx.guichet.example; dmarc=pass"],
        ["mx.guichet.example; spf=pass smtp.mailfrom=example.org"],
        ["mx.guichet.example; dmarc=fail header.from=example.org", GENUINE],
        [GENUINE, GENUINE],
        ["mx.other.example; dmarc=none", GENUINE],
        ["mx.guichet.example; dmarc=fail header.from=example.org; dmarc=pass header.from=example.org"],
        ["mx.guichet.example.evil.example; dmarc=pass header.from=example.org"],
    ],
)
def test_a_forged_or_failed_report_vouches_for_nobody(reports: list[str]) -> None:
    headers = "\n".join(f"Authentication-Results: {report}" for report in reports)

    assert not is_vouched_for(parse(a_mail(headers=headers)), "mx.guichet.example")
