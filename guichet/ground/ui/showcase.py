"""What the style guide shows: invented people of Rivemer, around a fixed moment."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.ground.bilingual import Bilingual
from guichet.ground.ui.drawing import Segment

MOMENT = datetime(2026, 1, 15, 18, 42, tzinfo=UTC)
PROMISED = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
ICONS = "ticket mail phone hourglass lock git-branch paperclip search send check triangle-alert clock door-open".split()
TOKENS = "paper surface sunk ink ink-2 accent wall late soon kept turn note".split()


class ExampleForm(forms.Form):
    """One field of each kind, two of them wrong."""

    subject = forms.CharField(label=_("What is it about?"), help_text=_("A few words are enough."))
    email = forms.EmailField(label=_("Your email"))
    details = forms.CharField(label=_("Tell us more"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    document = forms.FileField(label=_("Add a file"), required=False)
    language = forms.ChoiceField(
        label=_("Language of our answers"), choices=[("fr", "Français"), ("en", "English")], widget=forms.RadioSelect
    )
    follow = forms.BooleanField(label=_("Send me news of this request by email"), required=False)


def examples() -> dict[str, Any]:
    """Return the examples of the style guide."""
    return {
        "number": "G-2026-482913-4",
        "moment": MOMENT,
        "promised": PROMISED,
        "today": date(2026, 1, 15),
        "late_by": timedelta(minutes=40),
        "lived": timedelta(days=3, hours=10),
        "words": Bilingual(fr="Rupture de bail", en="Lease termination"),
        "half": Bilingual(en="Only in English so far"),
        "form": ExampleForm({"email": "mireille@", "language": "fr", "subject": ""}, auto_id="eg_%s"),
        "segments": _segments(),
        "trend": [71, 70, 74, 73, 76, 82, 84, 86, 88, 85, 81, 84],
        "icons": ICONS,
        "tokens": TOKENS,
        "example_files": [{"name": "avis-du-proprietaire.pdf", "url": "#", "size": 214_000}],
    }


def _segments() -> list[Segment]:
    return [
        Segment("us", 1.0, str(_("us, 1 day"))),
        Segment("unit", 3.6, str(_("units, 3.6 days"))),
        Segment("partner", 2.0, str(_("partner, 2 days"))),
        Segment("client", 0.8, str(_("client, 0.8 days"))),
        Segment("pause", 0.6, str(_("legal pause, 0.6 days"))),
    ]
