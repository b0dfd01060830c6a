"""What a signed-in client chooses: a language, and who may act for them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.areas.people.rules import ALL_SCOPES
from guichet.doors.portal.forms.ask import LANGUAGES, rings
from guichet.ground.ui.explained import ExplainedForm

SCOPES = [
    (ALL_SCOPES, _("Everything")),
    ("finance", _("Expenses and budget")),
    ("lease", _("Office and lease")),
    ("hr", _("Staff and pay")),
    ("it", _("Computers and telephones")),
    ("security", _("Security and access cards")),
    ("documents", _("Documents and research")),
]


LONGEST_ADDRESS = 240
FORMATS = [("large", _("In larger letters")), ("text", _("Words alone, without colours or layout"))]
TOLD_BY = [("email", _("By email")), ("post", _("By post, on paper")), ("site", _("Not at all: I read it here"))]
TOLD_WHEN = [("any", _("As soon as there is news")), ("open", _("Only while the window is open"))]


class PreferencesForm(ExplainedForm):
    """How somebody wants to be told: in which language, by which way, laid out how, at what hours."""

    reasons: ClassVar[Mapping[str, Any]] = {
        "language": _("Everything that we send you is written in it."),
        "told_by": _("News that nobody reads helps nobody: you choose where it reaches you."),
        "postal": _("Letters need one. It serves for nothing else, and you can take it away again."),
        "phone": _("The person who answers recognises you, and you need not spell your name."),
        "formats": _("Some read better in larger letters, others with a screen reader."),
        "told_when": _("News in the evening may keep you from resting."),
    }

    language = forms.ChoiceField(
        label=_("Language of our answers"),
        help_text=_("Letters, messages and this site, once you are signed in."),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
    )
    told_by = forms.ChoiceField(
        label=_("How we tell you the news"),
        help_text=_("Codes to sign in always leave by email: you asked for them."),
        choices=TOLD_BY,
        widget=forms.RadioSelect,
    )
    postal = forms.CharField(
        label=_("Postal address"),
        help_text=_("Where our letters go, as it is written on an envelope."),
        max_length=LONGEST_ADDRESS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("So that we can call you back, and know you when you call."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        validators=[rings],
    )
    formats = forms.MultipleChoiceField(
        label=_("How our emails and letters look"),
        help_text=_("So that you read them without effort; leave both empty for the usual look."),
        choices=FORMATS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    told_when = forms.ChoiceField(
        label=_("When our emails leave"),
        help_text=_("What is written in the evening can wait for the morning."),
        choices=TOLD_WHEN,
        widget=forms.RadioSelect,
    )

    def clean_postal(self) -> str:
        """Keep the lines of an address, without what is around them."""
        lines = (line.strip() for line in str(self.cleaned_data["postal"]).splitlines())
        return "\n".join(line for line in lines if line)

    def clean(self) -> dict[str, Any]:
        """Ask for an address where letters should go to one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("told_by") == "post" and not cleaned.get("postal") and "postal" not in self.errors:
            self.add_error("postal", _("Give the address to which our letters should go."))
        return cleaned


class DelegationForm(ExplainedForm):
    """Who may act for whom, in which matters, until when."""

    reasons: ClassVar[Mapping[str, Any]] = {
        "grantor": _("It decides whose requests this person will see."),
        "email": _("It names the person without a doubt: two people may bear one name."),
        "scopes": _("This person sees the matters that you tick, and no others."),
        "ends_on": _("A right that ends by itself is never forgotten."),
    }

    grantor = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("Email of the person who will act"),
        help_text=_("They sign in with a code sent to this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Give the email address of the person who will act."),
            "invalid": _("This address is not complete. An email address looks like name@example.org."),
        },
    )
    scopes = forms.MultipleChoiceField(
        label=_("In which matters"),
        choices=SCOPES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of matter.")},
    )
    ends_on = forms.DateField(
        label=_("Until"),
        help_text=_("The last day included. Leave it empty to decide later: you can end it at any time."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the date as year-month-day, for instance 2026-12-31.")},
    )

    def __init__(self, *args: Any, grantors: Sequence[tuple[str, str]], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        choice = self.fields["grantor"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = list(grantors)

    def clean_ends_on(self) -> date | None:
        """Refuse a day that is over."""
        ends_on: date | None = self.cleaned_data["ends_on"]
        if ends_on and ends_on < self.today:
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        return ends_on

    def clean_scopes(self) -> list[str]:
        """Keep “everything” alone: the rest is part of it."""
        scopes: list[str] = self.cleaned_data["scopes"]
        return [ALL_SCOPES] if ALL_SCOPES in scopes else scopes
