"""Forms whose fields say why they are asked for, to everybody: the reason is tied to the control."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField


class ExplainedField(BoundField):
    """A field on a page, with its reason."""

    @property
    def why(self) -> Any:
        """Return the reason, or nothing."""
        return self.form.reason_of(self.name) if isinstance(self.form, ExplainedForm) else ""

    @property
    def aria_describedby(self) -> str | None:
        """Name what describes the control: its help, what is wrong, its reason."""
        known = super().aria_describedby
        reason = f"{self.auto_id}_why" if self.why and self.auto_id else ""
        return " ".join(one for one in (known, reason) if one) or None


class ExplainedForm(forms.Form):
    """A form that gives the reason of each field in `reasons`."""

    bound_field_class = ExplainedField
    reasons: ClassVar[Mapping[str, Any]] = {}

    def reason_of(self, name: str) -> Any:
        """Return why a field is asked for, or nothing."""
        return self.reasons.get(name, "")
