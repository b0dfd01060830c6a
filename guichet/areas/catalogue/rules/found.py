"""Where the words of a service stand for whoever looks for it."""

from collections.abc import Mapping, Sequence

from guichet.areas.catalogue.rules.sheet import ServiceSheet
from guichet.ground.bilingual import LANGUAGES, Bilingual
from guichet.ground.search import KEYWORD, SUMMARY, TEXT, TITLE, Field


def fields_of(
    code: str, name: Bilingual, summary: Bilingual, keywords: Mapping[str, Sequence[str]], sheet: ServiceSheet
) -> list[Field]:
    """Return the fields under which a service is found, in both languages."""
    told = [sheet.audience, sheet.outcome, *(one.label for one in sheet.requirements)]
    made = list[Field]()
    for one in LANGUAGES:
        made += [Field(name.in_language(one), one, TITLE), Field(summary.in_language(one), one, SUMMARY)]
        made += [Field(words, one, KEYWORD) for words in (code, *keywords.get(one, ()), *sheet.synonyms.get(one, ()))]
        made.append(Field("\n".join(text.in_language(one) for text in told), one, TEXT))
    return [field for field in made if field.text.strip()]
