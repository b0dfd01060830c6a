"""Reading what our words mean."""

from collections.abc import Collection

from guichet.areas.glossary import rules
from guichet.areas.glossary.models import Term
from guichet.ground.bilingual import LANGUAGES, Bilingual


def terms() -> list[Term]:
    """Return every term, in the order in which they were written."""
    return list(Term.objects.select_related("keeper").order_by("pk"))


def term(pk: int) -> Term | None:
    """Return one term."""
    return Term.objects.select_related("keeper").filter(pk=pk).first()


def term_by_code(code: str) -> Term | None:
    """Return one term by its code."""
    return Term.objects.filter(code=code).first()


def explained() -> set[str]:
    """Return the words that the glossary explains, in either language."""
    return {name for one in terms() for name in (one.name.fr, one.name.en)}


def unexplained(texts: Collection[Bilingual]) -> list[str]:
    """Return the acronyms of a page that nobody explains: what one part of it writes out is known in the others."""
    whole = ["\n\n".join(getattr(text, language) for text in texts) for language in LANGUAGES]
    if not any(rules.unexplained(text, ()) for text in whole):
        return []
    known = explained()
    return list(dict.fromkeys(one for text in whole for one in rules.unexplained(text, known)))


def used_in(text: str, language: str) -> list[Term]:
    """Return the terms that a text in one language uses, in its order."""
    rows = {one.pk: one for one in terms()}
    names = {pk: one.name.in_language(language) for pk, one in rows.items()}
    return [rows[pk] for pk in rules.used_in(text, names)]
