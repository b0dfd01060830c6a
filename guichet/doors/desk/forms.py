"""What the verbs of the desk ask for."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone, localtime, make_aware
from django.utils.translation import gettext_lazy as _

from guichet.areas.catalogue.queries import Offer, offers
from guichet.areas.catalogue.rules import BadTarget, Target
from guichet.doors.desk import labels
from guichet.doors.desk.names import ask_choices, colleagues, unit_choices
from guichet.ground import clock

WRITE = {"required": _("Write something first.")}
CHOOSE_WORDS = dict.fromkeys(("required", "invalid_choice"), _("Choose at least one message of the client."))
CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one of the list.")}


def _words(**more: Any) -> forms.CharField:
    return forms.CharField(error_messages=WRITE, **more)


def _choice(words: labels.Words, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(choices=labels.choices(words), error_messages=CHOOSE, **more)


class WordsForm(forms.Form):
    """Words, and nothing else: a reply, a question, a note."""

    body = _words()


class SeenForm(forms.Form):
    """The last words, and the state of their own draft, that somebody who writes to the client has before them."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
    draft = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class PublicWordsForm(WordsForm, SeenForm):
    """Words for the client, and what their writer had before them."""


class SecondLookForm(PublicWordsForm):
    """Words for the client, and the colleague who reads them over."""

    reader = forms.TypedChoiceField(coerce=int, error_messages=CHOOSE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].choices = [(one.pk, one.name) for one in colleagues() if one.sees]  # type: ignore[attr-defined]


class RereadForm(WordsForm):
    """Words that somebody else wrote, as one changed them, and the state of them that one had read."""

    author = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    draft = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class SettlingForm(forms.Form):
    """The choice between one's own words and those of whoever read them over."""

    keep = forms.ChoiceField(choices=[("mine", "mine"), ("theirs", "theirs")])
    body = forms.CharField(required=False)


class LaterForm(PublicWordsForm):
    """Words for the client, and the moment at which they leave."""

    leaves_on = forms.DateField(error_messages={"required": _("Give a date."), "invalid": _("Give a date.")})
    leaves_time = forms.TimeField(error_messages={"required": _("Give a time."), "invalid": _("Give a time.")})

    def clean(self) -> dict[str, Any]:
        """Add the moment that was given, where the window is."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"leaves_on", "leaves_time"} <= cleaned.keys():
            given = datetime.combine(cleaned["leaves_on"], cleaned["leaves_time"])
            cleaned["leaves_at"] = make_aware(given, get_current_timezone())
        return cleaned


class DraftForm(forms.Form):
    """What somebody is typing."""

    body = forms.CharField(required=False)


class TemplateForm(forms.Form):
    """The words of a template as they were edited; one that says nothing to the client has none."""

    body = forms.CharField(required=False)
    seen = PublicWordsForm.base_fields["seen"]


class UndoingForm(forms.Form):
    """What was done, as it was signed."""

    done = forms.CharField()


class UnsendingForm(forms.Form):
    """Which words to take back."""

    message = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class ReasonForm(forms.Form):
    """Why, in words."""

    reason = _words()


class ResolutionForm(forms.Form):
    """How it ended, the answer that the client will read, and the last words that its writer had before them."""

    code = _choice(labels.RESOLUTIONS)
    seen = PublicWordsForm.base_fields["seen"]
    body = forms.CharField(error_messages={"required": _("Write the answer that the client will read.")})
    recourse = forms.CharField(required=False, max_length=1000)


class ResultForm(forms.Form):
    """What a task brought."""

    code = _choice(labels.RESULTS | labels.DECISIONS)
    result = forms.CharField(required=False)


class CancellationForm(forms.Form):
    """Why a request stops."""

    reason = _choice(labels.CANCELLATIONS)


class ReopeningForm(forms.Form):
    """Why a request comes back."""

    cause = _choice({code: labels.CAUSES[code] for code in ("our_mistake", "new_facts", "asked")})


class PromiseForm(forms.Form):
    """Another date, and why."""

    due_on = forms.DateField(error_messages={"required": _("Give a date."), "invalid": _("Give a date.")})
    due_time = forms.TimeField(error_messages={"required": _("Give a time."), "invalid": _("Give a time.")})
    reason = _choice(labels.REASONS)
    words = _words()

    def clean(self) -> dict[str, Any]:
        """Add the moment that was given, where the window is."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"due_on", "due_time"} <= cleaned.keys():
            given = datetime.combine(cleaned["due_on"], cleaned["due_time"])
            cleaned["due_at"] = make_aware(given, get_current_timezone())
        return cleaned


class AssignmentForm(forms.Form):
    """Who is in charge from now on."""

    owner = forms.TypedChoiceField(coerce=int, error_messages=CHOOSE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(one.pk, one.name) for one in colleagues() if one.owns]  # type: ignore[attr-defined]


class ReaderForm(forms.Form):
    """Who reads a confidential ticket, or not any more."""

    reader = forms.TypedChoiceField(coerce=int, error_messages=CHOOSE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].choices = [(one.pk, one.name) for one in colleagues()]  # type: ignore[attr-defined]


class SortingForm(forms.Form):
    """What it is about, how many it touches, how pressing it is."""

    service = forms.CharField(error_messages=CHOOSE)
    impact = forms.TypedChoiceField(choices=labels.choices(labels.LEVELS), coerce=int, error_messages=CHOOSE)
    urgency = forms.TypedChoiceField(choices=labels.choices(labels.LEVELS), coerce=int, error_messages=CHOOSE)
    plan = forms.BooleanField(required=False)

    def clean_service(self) -> Offer:
        """Return the service of a code, as it is offered today."""
        today = localtime(clock.now()).date()
        found = next((one for one in offers(today).values() if one.code == self.cleaned_data["service"]), None)
        if found is None:
            raise forms.ValidationError(CHOOSE["invalid_choice"])
        return found


class TaskForm(forms.Form):
    """A piece of work to give away."""

    unit = forms.TypedChoiceField(coerce=int, error_messages=CHOOSE)
    title = forms.CharField(max_length=120, error_messages={"required": _("Say in a few words what is to be done.")})
    instructions = forms.CharField(required=False)
    due = forms.CharField()
    mandatory = forms.BooleanField(required=False)
    # What of the ticket the unit sees.
    shown = forms.MultipleChoiceField(choices=labels.choices(labels.FIELDS), required=False, error_messages=CHOOSE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(pk, name) for pk, _code, name in unit_choices()]  # type: ignore[attr-defined]

    def clean_due(self) -> str:
        """Refuse a delay that nobody can count."""
        try:
            return str(Target.parse(self.cleaned_data["due"]))
        except BadTarget as fault:
            raise forms.ValidationError(_("Write a delay such as 4 h, 2 bd or 10 d.")) from fault


class UnitForm(TaskForm):
    """What is asked of a unit or of one of its experts: a question (consult), or work (delegate)."""

    sealed = forms.BooleanField(required=False)
    way = forms.ChoiceField(choices=[("consult", ""), ("delegate", "")], required=False, error_messages=CHOOSE)
    unit = forms.ChoiceField(error_messages=CHOOSE)  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = ask_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Tell the unit from its expert."""
        cleaned: dict[str, Any] = super().clean() or {}
        unit, _dash, expert = cleaned.get("unit", "").partition("-")
        return cleaned | {"unit": int(unit or 0), "expert": int(expert or 0)}


class HandingForm(AssignmentForm):
    """Who goes on with it, and what they should know."""

    words = forms.CharField(required=False)


class AsideForm(forms.Form):
    """Until when a request is set aside."""

    until_on = forms.DateField(error_messages={"required": _("Give a date."), "invalid": _("Give a date.")})
    until_time = forms.TimeField(error_messages={"required": _("Give a time."), "invalid": _("Give a time.")})

    def clean(self) -> dict[str, Any]:
        """Add the moment that was given, where the window is."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"until_on", "until_time"} <= cleaned.keys():
            given = datetime.combine(cleaned["until_on"], cleaned["until_time"])
            cleaned["until"] = make_aware(given, get_current_timezone())
        return cleaned


class BehalfForm(forms.Form):
    """On whose behalf: an organisation's code, or `self`."""

    holder = forms.CharField(error_messages=CHOOSE)


class PointForm(forms.Form):
    """A way to reach somebody."""

    kind = _choice({"email": _("E-mail"), "phone": _("Telephone"), "postal": _("Letter")}, label=_("Kind"))
    value = forms.CharField(label=_("Address or number"), max_length=240)

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be an address or a number."""
        cleaned: dict[str, Any] = super().clean() or {}
        value = cleaned.get("value", "")
        if cleaned.get("kind") == "email" and value:
            self._check(forms.EmailField(), value, str(_("This address is not complete.")))
        if cleaned.get("kind") == "phone" and sum(character.isdigit() for character in value) < 7:
            self.add_error("value", _("This number is too short."))
        return cleaned

    def _check(self, field: forms.Field, value: str, words: str) -> None:
        try:
            field.clean(value)
        except forms.ValidationError:
            self.add_error("value", words)


class LanguageForm(forms.Form):
    """The language a person chose, and the one that was known."""

    language = _choice(labels.LANGUAGES)
    was = forms.ChoiceField(choices=labels.choices(labels.LANGUAGES), required=False)


class ResendForm(forms.Form):
    """What a unit needs besides what it had."""

    instructions = forms.CharField(required=False)


class KeptViewForm(forms.Form):
    """Under which name a list is kept, and for whom; one language is enough."""

    name_fr = forms.CharField(required=False, max_length=60)
    name_en = forms.CharField(required=False, max_length=60)
    shared = forms.BooleanField(required=False)


class SeveralAnswersForm(forms.Form):
    """The one answer to several requests, in the language of each client."""

    code = _choice(labels.RESOLUTIONS)
    body_fr = forms.CharField(required=False)
    body_en = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse to answer with nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not (cleaned.get("body_fr") or cleaned.get("body_en")):
            raise forms.ValidationError(_("Write the answer that the client will read."))
        return cleaned


class MergingForm(forms.Form):
    """Which of two requests goes on, and why they are one matter."""

    stays = forms.ChoiceField(choices=[("this", ""), ("other", "")], error_messages=CHOOSE)
    reason = _choice(labels.MERGE_REASONS)


def _sent(data: Any, name: str) -> list[str]:
    found: list[str] = data.getlist(name)
    return found


class SplitForm(forms.Form):
    """What is another matter: messages, their files, and what it is about."""

    message = forms.TypedMultipleChoiceField(coerce=int, error_messages=CHOOSE_WORDS)
    file = forms.TypedMultipleChoiceField(coerce=int, required=False)
    title = forms.CharField(
        max_length=300, error_messages={"required": _("Say in a few words what the other matter is.")}
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=10_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("message", "file"):
            sent = [one for one in _sent(self.data, name) if one.isdecimal() and len(one) < 19]
            self.fields[name].choices = [(one, one) for one in sent]  # type: ignore[attr-defined]


class WishesForm(forms.Form):
    """Of what somebody who takes part is told, in which language, by which way."""

    person = forms.IntegerField(min_value=1, max_value=2**63 - 1, error_messages=CHOOSE)
    level = _choice(labels.TOLD_OF)
    language = _choice(labels.LANGUAGES)
    channel = _choice(labels.TOLD_BY)


class PersonForm(forms.Form):
    """Somebody who takes part."""

    person = WishesForm.base_fields["person"]


class PartyForm(forms.Form):
    """Somebody who is to take part: one whom we know, or somebody new, and how they are told."""

    person = forms.CharField(error_messages={"required": _("Choose somebody, or write who it is.")})
    given_name = forms.CharField(required=False, max_length=80)
    family_name = forms.CharField(required=False, max_length=80)
    email = forms.EmailField(required=False, error_messages={"invalid": _("This address is not complete.")})
    phone = forms.CharField(required=False, max_length=30)
    role = _choice(labels.PARTS)
    level = _choice(labels.TOLD_OF)
    language = forms.ChoiceField(choices=[("own", ""), *labels.choices(labels.LANGUAGES)], error_messages=CHOOSE)
    channel = _choice(labels.TOLD_BY)

    def clean(self) -> dict[str, Any]:
        """Refuse somebody new without a name, or whom nothing reaches."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("person") == "new":
            if not (cleaned.get("given_name") or cleaned.get("family_name")):
                self.add_error("given_name", str(_("Write their name.")))
            if not (cleaned.get("email") or cleaned.get("phone")) and "email" not in self.errors:
                self.add_error("email", str(_("Write an address or a telephone number.")))
        elif not str(cleaned.get("person", "")).isdecimal():
            self.add_error("person", str(_("Choose somebody, or write who it is.")))
        return cleaned


class SeveralMergingForm(forms.Form):
    """Which of several requests goes on, by its number, and why they are one matter."""

    stays = forms.RegexField(r"^G-\d{4}-\d{6}-\d$", error_messages=CHOOSE)
    reason = _choice(labels.MERGE_REASONS)


class SeparationForm(forms.Form):
    """Which request is handled on its own again, by its number."""

    other = forms.RegexField(r"^G-\d{4}-\d{6}-\d$", error_messages=CHOOSE)


class LinkForm(forms.Form):
    """Another request, by its number, and what it is to this one."""

    other = forms.CharField(error_messages={"required": _("Give the number of the other request.")})
    tie = _choice(labels.TIES)
