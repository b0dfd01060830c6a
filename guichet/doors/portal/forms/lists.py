"""The questions of a guided path, and the code that opens a checklist."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.areas.guidance.rules import Question
from guichet.ground.ui.explained import ExplainedForm


class QuestionForm(ExplainedForm):
    """One question of a guided path; its field bears the name of the question."""

    def __init__(self, *args: Any, question: Question, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields[question.key] = forms.ChoiceField(
            label=str(question.text), help_text=str(question.help), widget=forms.RadioSelect,
            choices=[(one.code, str(one.label)) for one in question.choices],
            error_messages={"required": _("Choose the answer that comes nearest.")},
        )  # fmt: skip

    def reason_of(self, name: str) -> Any:
        """Return why the question is asked."""
        return _("It decides what stands on your list. Nothing is kept until you ask us to.")

    @property
    def question(self) -> forms.BoundField:
        """Return the only field."""
        return self[next(iter(self.fields))]


class CodeForm(ExplainedForm):
    """The code of a list, as people copy it."""

    reasons: ClassVar[Mapping[str, Any]] = {
        "code": _("It shows that the list is yours, without an account."),
    }

    code = forms.CharField(
        label=_("Code of your list"),
        help_text=_("Twelve letters and digits, at the top of your list."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": _("Type the code that stands at the top of your list.")},
    )

    def refuse(self, sentence: Any) -> None:
        """Say why the code opens nothing, on the code itself."""
        self.add_error("code", sentence)
