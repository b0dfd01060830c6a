"""The window is for administrative matters: whatever looks like another kind is asked about, and its files not kept."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guichet.areas.intake.rules import beyond
from guichet.areas.tickets.models import Attachment, Ticket
from guichet.ground.files.models import StoredFile

pytestmark = pytest.mark.proves("N3")
WORDS = {"body": "Our printer is broken.", "name": "Odile Roy", "email": "odile@example.org", "language": "fr"}


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF", "application/pdf")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Voici notre stratégie électorale pour mai.", "strategy"), ("Print the TALKING  POINTS", "strategy"),
        ("Le dossier d'un citoyen de Baie-Noire", "case_file"), ("constituent_case-file.pdf", "case_file"),
        ("Une chaise pour notre bureau de circonscription, et la location d’un camion", ""), ("", ""),
    ],
)  # fmt: skip
def test_words_of_politics_and_of_a_constituent_are_heard_in_both_languages(words: str, kind: str) -> None:
    assert beyond(words) == kind


@pytest.mark.django_db
def test_what_looks_political_is_asked_about_and_keeps_its_words_but_no_file_of_a_constituent(house: object) -> None:
    visitor = Client()
    said = {**WORDS, "body": "Print our campaign strategy, please."}
    first = visitor.post("/ask/", {**said, "documents": pdf("plan.pdf")})
    page = unescape(first.content.decode())
    assert first.status_code == 422 and "looks like political strategy" in page
    assert "We did not keep these files" in page and "Print our campaign strategy" in page and 'name="sure"' in page
    assert not Ticket.rows.exists() and not StoredFile.objects.exists()
    assert visitor.post("/ask/", {**said, "sure": "on", "documents": pdf("plan.pdf")}).status_code == 302
    ticket = Ticket.rows.get()
    reply = {"body": "Here it is.", "documents": pdf("constituent file.pdf"), "sure": "on"}
    refused = visitor.post(f"/t/{ticket.number}/reply/", reply)
    assert refused.status_code == 422 and "We did not keep these files" in unescape(refused.content.decode())
    assert visitor.post(f"/t/{ticket.number}/reply/", {"body": "Here."}).status_code == 302
    assert list(Attachment.objects.values_list("name", flat=True)) == ["plan.pdf"]
