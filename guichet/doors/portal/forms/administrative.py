"""A gentle word when what is written looks like a matter that this window is not for (N3)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.areas.intake.rules import beyond
from guichet.ground.ui.explained import ExplainedForm

WARNING = {
    "strategy": _("This looks like political strategy. We handle administrative matters: say only what those need."),
    "case_file": _(
        "This looks like the file of a constituent. We handle administrative matters: tell us nothing of it."
    ),
}
NOT_KEPT = _("We did not keep these files: they look like a matter that we must not hold. Send the rest without them.")

SURE = _("What belongs to politics or to a constituent is safest where it is: we do not hold it, even by accident.")


class AdministrativeForm(ExplainedForm):
    """Words and files; what looks like another kind of matter is asked about before it is kept."""

    sure = forms.BooleanField(label=_("It is an administrative request: send it as it is"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask before anything is kept."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        files = cleaned.get("documents") or []
        by_name = beyond(*(one.name or "" for one in files))
        kind = by_name or beyond(cleaned.get("body", ""), cleaned.get("title", ""))
        if kind and not cleaned.get("sure"):
            self.add_error("body", WARNING[kind])
        if files and (by_name or (kind and not cleaned.get("sure"))):
            self.add_error("documents", NOT_KEPT)
        self.asks = bool(kind)
        return cleaned

    asks = False  # whether the form shows the box that sends it all the same
