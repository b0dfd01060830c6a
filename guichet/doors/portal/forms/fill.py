"""What a page of a form was sent: its answers, its documents, and what is wrong with those."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guichet.areas.forms.rules.content import Content, Kind, Section
from guichet.areas.forms.rules.reading import given_on
from guichet.areas.forms.rules.showing import fields_shown
from guichet.doors.portal.forms.ask import AskForm
from guichet.doors.portal.forms.files import FilesField
from guichet.ground.ui.explained import ExplainedForm

Answers = dict[str, Any]


@dataclass
class Sent:
    """What came with one page: answers to keep, documents to keep, and what is wrong, by row and question."""

    answers: Answers
    uploads: list[tuple[str, Any]] = field(default_factory=list)
    wrong: dict[tuple[int, str], str] = field(default_factory=dict)


def sent_with(request: HttpRequest, content: Content, section: Section, answers: Mapping[str, Any]) -> Sent:
    """Read one page of a form: only the questions that stood on it."""
    sent = Sent(given_on(content, section, answers, request.POST.getlist))
    for asked in fields_shown(content, section, answers):
        if content.element(asked).kind == Kind.FILE:
            _documents(request, asked.key, sent)
    return sent


def _documents(request: HttpRequest, key: str, sent: Sent) -> None:
    try:
        sent.uploads += [(key, one) for one in FilesField().clean(request.FILES.getlist(key))]
    except forms.ValidationError as refusal:
        sent.wrong[0, key] = " ".join(refusal.messages)


class HandInForm(AskForm):
    """How to answer whoever hands a form in: what they need was told already."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("body", "title", "documents", "key", "checklist"):
            del self.fields[name]


class HelpForm(AskForm):
    """What somebody would like help with, whether a person may look, and how to answer them."""

    reasons: ClassVar[Mapping[str, Any]] = {
        **AskForm.reasons,
        "consent": _("Nobody looks into what you have not handed in, unless you say so."),
    }

    consent = forms.ChoiceField(
        label=_("May that person see what you have filled?"), widget=forms.RadioSelect,
        choices=[
            ("yes", _("Yes: they see my answers and may fill them with me. I can stop it at any time.")),
            ("no", _("No: only my question.")),
        ],
        error_messages={"required": _("Say whether that person may see what you have filled.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("title", "documents", "key", "checklist"):
            del self.fields[name]
        body = self.fields["body"]
        body.label, body.help_text = _("What would you like help with?"), ""
        body.required = body.widget.is_required = False
        body.widget.attrs["rows"] = 4
        self.order_fields(["body", "consent"])


class ResumeForm(ExplainedForm):
    """The code that takes a form up again."""

    reasons: ClassVar[Mapping[str, Any]] = {
        "code": _("It shows that the form is yours, without an account."),
    }

    code = forms.CharField(
        label=_("Code of your form"), max_length=40,
        help_text=_("It stands on every page of the form, and looks like 12-ABCD-EFGH."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the code of your form.")},
    )  # fmt: skip

    def refuse(self, sentence: str) -> None:
        """Say why a code opens nothing."""
        self.add_error("code", sentence)
