"""An article as it is written on its page: both languages side by side, each error at its field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from guichet.areas.catalogue.queries import service_codes
from guichet.areas.knowledge import queries
from guichet.areas.knowledge.actions import ArticleForm
from guichet.areas.people.queries import everybody_here, units
from guichet.doors.office.sheetform import SheetForm, day_of, listed
from guichet.doors.office.sheetwords import Plain, boxes
from guichet.ground.bilingual import LANGUAGES

Text = str | LazyText
SLUG = re.compile(r"(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*")
LONGEST, LONGEST_TITLE = 20_000, 200
PAIRS: dict[str, tuple[Text, int]] = {"title": (gettext_lazy("Title"), 1), "body": (gettext_lazy("Text"), 14)}
DIFFERS: dict[str, Text] = {
    **{name: words for name, (words, _rows) in PAIRS.items()},
    "documents": gettext_lazy("Documents"),
}
AUDIENCES: dict[str, Text] = {
    "client": gettext_lazy("Everybody"), "agent": gettext_lazy("The window, and the unit that keeps it"),
    "partner": gettext_lazy("Everybody who works here or with us"),
    "office": gettext_lazy("Members, the staff of offices and of caucuses"),
}  # fmt: skip
NOTICE: dict[str, Text] = {
    "": gettext_lazy("Something to know, which stays"), "yes": gettext_lazy("A notice, the newest first"),
}  # fmt: skip
STATES: dict[str, Text] = {
    "draft": pgettext_lazy("article", "Draft"), "review": pgettext_lazy("article", "Being reviewed"),
    "published": pgettext_lazy("article", "Published"), "retired": pgettext_lazy("article", "Retired"),
}  # fmt: skip
MOVES: dict[str, Text] = {
    "draft": gettext_lazy("Back to draft"), "review": gettext_lazy("Hand over for review"),
    "published": gettext_lazy("Publish this article"), "retired": gettext_lazy("Retire this article"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A field whose answer is one of a list."""

    name: str
    label: Text
    options: list[tuple[str, Text]]
    value: str
    errors: list[str]


def blank(unit: str) -> SheetForm:
    """Return the form of a new article."""
    return SheetForm({"audience": "client", "owner": unit, "version": "0"})


def typed(data: Mapping[str, str]) -> SheetForm:
    """Return a form as it was sent."""
    return SheetForm({name: str(value).replace("\r\n", "\n")[:LONGEST] for name, value in data.items()})


def written(article: Any) -> SheetForm:
    """Return a form that holds an article."""
    said = {f"{name}_{lang}": getattr(getattr(article, name), lang) for name in PAIRS for lang in LANGUAGES}
    said |= {
        "audience": article.audience, "owner": article.owner.code, "services": ", ".join(queries.codes_of(article)),
        "notice": "yes" if article.notice else "",
        "keeper": article.keeper.email if article.keeper else "", "slug": article.slug,
        "review_on": article.review_on.isoformat() if article.review_on else "", "version": str(article.version),
    }  # fmt: skip
    return SheetForm(said)


def wanted(form: SheetForm, slug: str = "") -> tuple[ArticleForm, date | None] | None:
    """Read the form: the article, and the day from which it holds; None when the form says what is wrong."""
    title, body = form.pair("title"), form.pair("body")
    if not (title.fr or title.en):
        form.fault("title_fr", _("Give it a title, in one language to begin with."))
    for lang in LANGUAGES:
        if len(getattr(title, lang)) > LONGEST_TITLE:
            form.fault(f"title_{lang}", _("A title has %(n)s letters at most.") % {"n": LONGEST_TITLE})
    services = listed(form.get("services"))
    known = service_codes()
    for code in [code for code in services if code not in known]:
        form.fault("services", _("%(code)s is not the code of a service.") % {"code": code})
    _check_choices(form)
    address = form.get("slug") or slug
    if slug and not SLUG.fullmatch(address):
        form.fault("slug", _("Small letters and figures between hyphens, 60 at most."))
    address = address if slug else queries.free_slug(title.fr or title.en)
    review, on = day_of(form, "review_on"), day_of(form, "effective_on")
    made = ArticleForm(
        slug=address, title=title, body=body, owner=form.get("owner"),
        audience=form.get("audience"), notice=form.get("notice") == "yes", keeper=form.get("keeper"),
        services=tuple(services), review_on=review,
    )  # fmt: skip
    return None if form.errors else (made, on)


def _check_choices(form: SheetForm) -> None:
    for name, options in (("audience", AUDIENCES), ("owner", _owners()), ("keeper", keepers())):
        if form.get(name) not in dict(options):
            form.fault(name, _("Choose one of the list."))
    if form.get("notice") == "yes" and form.get("audience") != "office":
        form.fault("notice", _("Only offices and caucuses read notices: choose them, or something to know."))


def parts_of(form: SheetForm, *, words_only: bool) -> dict[str, Any]:
    """Return the fields of the page, in their order; whoever only proposes words sees those of the words."""
    parts: dict[str, Any] = {
        "pairs": [box for name, (words, rows) in PAIRS.items() for box in boxes(form, name, words, rows)],
        "wrong": sum(map(len, form.errors.values())),
    }  # fmt: skip
    if words_only:
        return parts
    return parts | {
        "choices": [
            Choice(name, label, list(options.items()), form.get(name), form.errors.get(name, []))
            for name, label, options in (
                ("audience", _("For whom"), AUDIENCES), ("notice", pgettext("article", "What it is"), NOTICE),
                ("owner", _("Owning unit"), _owners()), ("keeper", _("Who keeps it right"), keepers()),
            )
        ],
        "plain": [
            Plain(name, label, kind, form.get(name), form.errors.get(name, []))
            for name, label, kind in (
                ("services", _("Services it is about: their codes, with commas"), "text"),
                ("review_on", _("To be read again on"), "date"),
                ("slug", _("Address: whoever comes by the former one is led on"), "text"),
                ("effective_on", _("Published with these words from (nothing: kept now)"), "date"),
            )
            if name != "slug" or form.get(name)
        ],
    }  # fmt: skip


def _owners() -> dict[str, Text]:
    return {one.code: str(one.name) for one in units()}


def keepers() -> dict[str, Text]:
    """Return whom a keeper is chosen among, by address."""
    return {"": _("nobody"), **{one.email: one.full_name for one in everybody_here()}}
