"""What is said of a problem: in both languages, for which service, where, since when."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone, localtime, make_aware
from django.utils.translation import gettext_lazy as _

from guichet.areas.problems.actions import NewProblem
from guichet.areas.problems.queries import open_problems, regions
from guichet.doors.desk import labels
from guichet.doors.desk.forms import CHOOSE
from guichet.doors.desk.rows import today
from guichet.doors.desk.sheet import service_choices
from guichet.ground.bilingual import LANGUAGES, Bilingual

MISSING = {"required": _("Write it in both languages.")}
GIVE = {"required": _("Give a date and a time."), "invalid": _("Give a date and a time.")}


def _words(longest: int) -> forms.CharField:
    return forms.CharField(max_length=longest, error_messages=MISSING)


class ProblemForm(forms.Form):
    """A problem as somebody words it."""

    kind = forms.ChoiceField(choices=labels.choices(labels.PROBLEMS), error_messages=CHOOSE)
    service = forms.ChoiceField(error_messages=CHOOSE)
    region = forms.ChoiceField(required=False, error_messages=CHOOSE)
    title_fr, title_en = _words(120), _words(120)
    workaround_fr, workaround_en = _words(2000), _words(2000)
    starts_on = forms.DateField(error_messages=GIVE)
    starts_time = forms.TimeField(error_messages=GIVE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = service_choices(today().now.date())  # type: ignore[attr-defined]
        self.fields["region"].choices = [("", ""), *((one, one) for one in regions())]  # type: ignore[attr-defined]

    def wanted(self) -> NewProblem:
        """Return what was said."""
        said = self.cleaned_data
        begun = datetime.combine(said["starts_on"], said["starts_time"])
        return NewProblem(
            kind=said["kind"], service=said["service"], region=said["region"],
            title=Bilingual(said["title_fr"], said["title_en"]),
            workaround=Bilingual(said["workaround_fr"], said["workaround_en"]),
            starts_at=make_aware(begun, get_current_timezone()),
        )  # fmt: skip


def written(problem: Any) -> dict[str, str]:
    """Return a problem as the form holds it."""
    said = {
        f"{name}_{one}": getattr(getattr(problem, name), one) for name in ("title", "workaround") for one in LANGUAGES
    }
    begun = localtime(problem.starts_at)
    return said | {
        "kind": problem.kind, "service": problem.service.code, "region": problem.region,
        "starts_on": f"{begun:%Y-%m-%d}", "starts_time": f"{begun:%H:%M}",
    }  # fmt: skip


class FixForm(forms.Form):
    """What was done, in both languages."""

    fix_fr, fix_en = _words(2000), _words(2000)


class CaseForm(forms.Form):
    """Whether a request belongs to a problem."""

    problem = forms.TypedChoiceField(coerce=int, error_messages=CHOOSE)
    is_one = forms.TypedChoiceField(coerce=lambda said: said == "yes", choices=[("yes", ""), ("no", "")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["problem"].choices = [(one, str(title)) for one, title in open_problems()]  # type: ignore[attr-defined]
