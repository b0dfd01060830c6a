"""The questions of a guided path, and the code that opens a checklist."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.areas.guidance.rules import Question


class QuestionForm(forms.Form):
    """One question of a guided path; its field bears the name of the question."""

    def __init__(self, *args: Any, question: Question, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields[question.key] = forms.ChoiceField(
            label=str(question.text), help_text=str(question.help), widget=forms.RadioSelect,
            choices=[(one.code, str(one.label)) for one in question.choices],
            error_messages={"required": _("Choose the answer that comes nearest.")},
        )  # fmt: skip

    @property
    def question(self) -> forms.BoundField:
        """Return the only field."""
        return self[next(iter(self.fields))]


class CodeForm(forms.Form):
    """The code of a list, as people copy it."""

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
