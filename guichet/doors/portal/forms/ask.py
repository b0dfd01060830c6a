"""The form that asks for something."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guichet.areas.people.rules import normal_phone
from guichet.doors.portal.forms.administrative import SURE, AdministrativeForm
from guichet.doors.portal.forms.files import FilesField
from guichet.ground.references import random_token

LANGUAGES = [("fr", "Français"), ("en", "English")]
LONGEST_WORDS = 20_000
ONESELF = "self"


def rings(phone: str) -> None:
    """Take a number as people write it; seven digits are the least that ring somewhere."""
    if len(normal_phone(phone)) < 7:
        raise forms.ValidationError(_("This number is too short. Include the area code."))


class AskForm(AdministrativeForm):
    """What somebody needs, in their words, and how to answer them."""

    reasons: ClassVar[Mapping[str, Any]] = {
        "sure": SURE,
        "body": _("Your words go to the person who takes care of you, as you wrote them: you will not say it twice."),
        "title": _("You find your request by it in your list. Without it, we take your first words."),
        "behalf": _("It decides who else may see the request: nobody but you, your office, or whoever you ask for."),
        "name": _("The person who answers you calls you by it."),
        "email": _("Our answer and your code to follow it leave for this address, and nothing else."),
        "phone": _("We call when a word is enough, or when mail does not reach you."),
        "language": _("Everything that we send you is written in it."),
        "documents": _("What you show us once, nobody has to ask you for later."),
    }

    body = forms.CharField(
        label=_("What do you need?"),
        help_text=_("In your own words. What happened, since when, and what would help."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": _("Tell us in a few words what you need."),
            "max_length": _("That is very long. Keep it under 20,000 characters and attach the rest as a file."),
        },
    )
    title = forms.CharField(label=_("In one line"), required=False, max_length=150)
    behalf = forms.ChoiceField(label=_("On whose behalf?"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Tell us your name, so that we know whom we speak to.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Your email"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This address is not complete. An email address looks like name@example.org.")},
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Your telephone"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}), validators=[rings],
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of our answers"), choices=LANGUAGES, widget=forms.RadioSelect)
    documents = FilesField(
        label=_("Documents or pictures"),
        help_text=_("Anything that helps us understand. You can also send them later."),
    )
    checklist = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)  # code of the one handed over
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, known: bool, places: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if known:
            for name in ("name", "email", "phone"):
                del self.fields[name]
        if places or (known and self.data.get("behalf")):  # what was chosen before it was over is refused, not dropped
            choice = self.fields["behalf"]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = [*places, (ONESELF, _("For myself, nobody else sees it"))]
            choice.error_messages["required"] = _("Tell us on whose behalf you ask.")
            choice.error_messages["invalid_choice"] = _(
                "You may not ask this in their name, or no longer. Choose again on whose behalf you ask."
            )
        else:
            del self.fields["behalf"]

    def clean(self) -> dict[str, Any]:
        """Make sure that we can answer."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        reachable = cleaned.get("email") or cleaned.get("phone") or {"email", "phone"} & self.errors.keys()
        if "email" in self.fields and not reachable:
            self.add_error("email", _("Give an email address or a telephone number: we need one to answer you."))
        return cleaned

    @property
    def uploads(self) -> list[Any]:
        """Return the files that came with the words."""
        return list(self.cleaned_data.get("documents") or [])

    def renew_key(self) -> None:
        """Give the form another key, so that it can be sent once more on purpose."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["key"] = random_token()
        self.data = data


def split_name(name: str) -> tuple[str, str]:
    """Return the first name and the rest of a name as people write it."""
    given, _space, family = " ".join(name.split()).partition(" ")
    return given, family
