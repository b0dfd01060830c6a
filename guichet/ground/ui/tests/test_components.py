"""Components say in words what they show, in both languages."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.translation import override
from pytest_django import Settings

from guichet.ground import clock
from guichet.ground.bilingual import Bilingual

NOW = datetime(2026, 1, 15, 18, 42, tzinfo=UTC)
DUE = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def pacific(settings: Settings) -> None:
    settings.TIME_ZONE = "America/Vancouver"


def drawn(source: str, lang: str = "en", **context: Any) -> str:
    with override(lang), clock.at(NOW):
        return Template("{% load ui %}" + source).render(Context(context))


class Ask(forms.Form):
    subject = forms.CharField(help_text="A few words.")
    day = forms.ChoiceField(choices=[("20", "Tuesday 20"), ("22", "Thursday 22")], widget=forms.RadioSelect)
    follow = forms.BooleanField(required=False)


def test_an_icon_alone_has_hidden_words_only_when_asked() -> None:
    assert "vh" not in drawn('{% icon "mail" %}')
    assert '<span class="vh">By email</span>' in drawn('{% icon "mail" "By email" %}')
    assert "icons.svg#i-mail" in drawn('{% icon "mail" %}')


def test_a_chip_carries_a_word_and_a_shape() -> None:
    page = drawn('{% chip "late" words %}', words="<40 min")
    assert "chip--late" in page
    assert "#i-triangle-alert" in page
    assert "&lt;40 min" in page


def test_what_can_be_chosen_is_listed_and_what_was_chosen_is_marked() -> None:
    listed = drawn(
        "{% options pairs chosen.pk %}", pairs=[("", "—"), (7, "<Seven>"), ("8", "Eight")], chosen={"pk": "7"}
    )
    assert listed == (
        '<option value="">—</option><option value="7" selected>&lt;Seven&gt;</option><option value="8">Eight</option>'
    )
    unit = SimpleNamespace(pk=3, name=Bilingual("Voirie", "Roads"))
    assert drawn("{% options units said.unit %}", units=[unit], said={}) == '<option value="3">Roads</option>'
    assert drawn("{% options pairs chosen %}", pairs=[("", "—"), ("a", "A")], chosen="").count("selected") == 1
    assert not drawn("{% options nothing %}", nothing=None)
    with pytest.raises(TemplateSyntaxError):
        drawn("{% options %}")


def test_a_tier_can_be_heard() -> None:
    assert 'aria-label="Support"' in drawn('{% tier "support" %}')


def test_dates_follow_the_language_of_the_page() -> None:
    assert drawn("{{ due|when }}", "fr", due=DUE) == "mercredi 4\u00a0mars, 17\u00a0h"
    assert drawn("{{ due|when }}", "en", due=DUE) == "Wednesday, March\u00a04, 5\u00a0p.m."
    assert drawn("{{ due|when }}{{ due|left }}{{ due|ago }}{{ due|duration }}", due=None) == ""


def test_a_short_number_keeps_its_beginning_for_those_who_listen_or_copy() -> None:
    assert drawn("{{ n|short_number }}", n="G-2026-482913-4") == '<span class="vh">G-2026-</span>482913-4'


def test_a_missing_translation_is_shown_and_marked() -> None:
    assert drawn("{{ t|bi }}", "fr", t=Bilingual(fr="Bail", en="Lease")) == "Bail"
    assert drawn("{{ t|bi }}", "fr", t=Bilingual(en="<Lease>")) == '<span lang="en-CA">&lt;Lease&gt;</span>'
    assert drawn("{{ t|bi }}", "fr", t=Bilingual()) == ""


@pytest.mark.parametrize("variant", ["", "slim", "row"])
def test_the_stub_says_what_it_knows_and_admits_what_it_does_not(variant: str) -> None:
    known = drawn(
        '{% include "ui/stub.html" with number="G-2026-482913-4" promised=due person="Léa Comeau" phone="555-0142" %}',
        due=DUE,
        variant=variant,
    )
    assert "Wednesday, March\u00a04" in known
    assert "555-0142" in known
    unknown = drawn('{% include "ui/stub.html" with number="G-2026-482913-4" %}', variant=variant)
    assert "to be set" in unknown
    assert "being chosen" in unknown


def test_a_wrong_field_is_tied_to_its_error_and_named_in_the_summary() -> None:
    form = Ask({"day": "20"})
    page = drawn(
        '{% include "ui/errors.html" %}{% for field in form %}{% include "ui/field.html" %}{% endfor %}', form=form
    )
    assert 'aria-invalid="true"' in page
    assert 'id="id_subject_error"' in page
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in page
    assert 'href="#id_subject"' in page
    assert "One thing to correct" in page
    assert page.count('type="radio"') == 2
    assert "<legend" in page


def test_a_form_without_errors_has_no_summary() -> None:
    assert "role" not in drawn('{% include "ui/errors.html" %}', form=Ask())


def test_the_ledger_is_drawn_and_told() -> None:
    segments = [
        {"holder": "us", "amount": 1, "label": "us, 1 day"},
        {"holder": "client", "amount": 0, "label": "client"},
    ]
    page = drawn("{% ballbar segments %}", segments=segments)
    assert 'aria-label="us, 1 day"' in page
    assert "b-client" not in page


def test_a_message_of_mine_is_signed_you_and_never_trusts_its_text() -> None:
    page = drawn(
        '{% include "ui/message.html" with who="Amina" sent_at=now body=body mine=True %}',
        now=NOW,
        body="<b>Hi</b>\nyou",
    )
    assert "<b>You</b>" in page
    assert "&lt;b&gt;Hi" in page


def test_a_pager_shows_only_the_ways_that_exist() -> None:
    assert 'rel="next"' in drawn('{% include "ui/pager.html" with older_url="?before=3" %}')
    assert "nav" not in drawn('{% include "ui/pager.html" %}')


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_mail_holds_the_ticket_and_no_stylesheet(lang: str) -> None:
    context = {
        "number": "G-2026-482913-4",
        "promised": DUE,
        "person": "Léa Comeau",
        "phone": "555-0142",
        "received": NOW,
    }
    with override(lang), clock.at(NOW):
        page = render_to_string("ui/mail/base.html", context)
        stub = render_to_string("ui/mail/stub.html", context)
        words = render_to_string("ui/mail/base.txt", context)
    assert "<style" not in page + stub
    assert "<link" not in page
    assert "G-2026-482913-4" in stub
    assert "Léa Comeau, 555-0142" in words
