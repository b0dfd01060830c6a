"""What a large institution offers and knows: services and articles by the thousand, and the index that finds them."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from django.db import connection

from guichet.areas.catalogue.models import Service, ServiceStandard, ServiceTier
from guichet.areas.catalogue.queries import SEARCHED
from guichet.areas.knowledge.models import Article
from guichet.areas.knowledge.queries import KIND
from guichet.areas.people.models import Organisation
from guichet.ground.bilingual import LANGUAGES, Bilingual
from guichet.ground.search import SUMMARY, TEXT, TITLE, Field, postings
from guichet.ground.search.keys import weights
from tests.bench.bulk import loading, prepared, write, write_rows
from tests.bench.house import LONG_AGO

FIRST = 1_001  # the smaller ids are the house's
PER_SERVICE = 10  # articles
WORDS, ASKED = 20_000, 400
ENDINGS = {"fr": ("", "s", "e", "tion", "ment", "er"), "en": ("", "s", "ed", "ing", "ness", "er")}


@dataclass(frozen=True, slots=True)
class Text:
    """A title and what is said under it."""

    pk: int
    title: Bilingual
    body: Bilingual

    def fields(self, weight: float) -> list[Field]:
        """Return what the index reads."""
        return [
            Field(text.in_language(one), one, counts)
            for one in LANGUAGES
            for text, counts in ((self.title, TITLE), (self.body, weight))
        ]


class Speech:
    """Words of two languages, of which some are much commoner than others."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.words = {one: [self._word(one) for _ in range(WORDS)] for one in LANGUAGES}
        self.commonness = list(accumulate(1 / (rank + 30) for rank in range(WORDS)))

    def _word(self, language: str) -> str:
        signs = ("bcdfglmnprstvz", "aeiou")
        stem = "".join(self.draw.choice(signs[place % 2]) for place in range(self.draw.randint(4, 8)))
        return stem + self.draw.choice(ENDINGS[language])

    def say(self, count: int) -> Bilingual:
        """Return so many words in each language."""
        return Bilingual(*(" ".join(self.draw.choices(self.words[one], cum_weights=self.commonness, k=count))
                           for one in LANGUAGES))  # fmt: skip

    def text(self, pk: int, title: int, body: int) -> Text:
        """Return a text of so many words."""
        return Text(pk, self.say(title), self.say(body))

    def question(self, text: Text, language: str) -> str:
        """Ask for a text by some of its words, one of them badly written one time in four."""
        known = f"{text.title.in_language(language)} {text.body.in_language(language)}".split()
        words = self.draw.sample(known, self.draw.randint(2, 6))
        if self.draw.random() < 0.25:
            words[0] = words[0][:2] + words[0][3:]
        return " ".join(words)


def fill(articles: int, now: datetime) -> list[tuple[str, str]]:
    """Write articles, and a tenth as many services; return questions that some of them answer, with their language."""
    speech = Speech(random.Random(20261127))
    offered = [speech.text(FIRST + number, 4, 15) for number in range(articles // PER_SERVICE)]
    known = [speech.text(FIRST + number, 6, 24) for number in range(articles)]
    with loading():
        _write_services(offered)
        _write_articles(known, now)
        _write_index({SEARCHED: (offered, SUMMARY), KIND: (known, TEXT)})
    pairs = [(speech.draw.choice((offered, known)), LANGUAGES[number % 2]) for number in range(ASKED)]
    return [(language, speech.question(speech.draw.choice(texts), language)) for texts, language in pairs]


def _write_services(offered: Sequence[Text]) -> None:
    unit = Organisation.objects.get(code="TI").pk
    told = {"nature": "service", "owner_id": unit, "calendar": "default"}
    write(Service, (
        {"id": one.pk, "code": f"L{one.pk}", "name": prepared(Service, "name", one.title),
         "summary": prepared(Service, "summary", one.body), **told} for one in offered))  # fmt: skip
    stands = {"valid_from": str(LONG_AGO)}
    tier, standard = {"tier": "participant", **stands}, {"first_response": "4 h", "completion": "5 bd", **stands}
    write(ServiceTier, ({"id": one.pk, "service_id": one.pk, **tier} for one in offered))
    write(ServiceStandard, ({"id": one.pk, "service_id": one.pk, **standard} for one in offered))


def _write_articles(known: Sequence[Text], now: datetime) -> None:
    unit = Organisation.objects.get(code="TI").pk
    told = {"owner_id": unit, "state": "published", "changed_at": str(now)[:19]}
    write(Article, (
        {"id": one.pk, "slug": f"article-{one.pk}", "title": prepared(Article, "title", one.title),
         "body": prepared(Article, "body", one.body), **told} for one in known))  # fmt: skip
    pairs = ({"id": one.pk, "article_id": one.pk, "service_id": FIRST + (one.pk - FIRST) // PER_SERVICE}
             for one in known)  # fmt: skip
    write(Article.services.through, pairs)


def _write_index(shelves: dict[str, tuple[Sequence[Text], float]]) -> None:
    heaviest = next(statement for statement in postings.CREATE if statement.startswith("CREATE INDEX"))
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX search_posting_heaviest")
        cursor.execute("DELETE FROM search_word")
    for kind, (texts, weight) in shelves.items():
        documents: Counter[str] = Counter({postings.EVERY: len(texts)})
        spelled: dict[str, str] = {}
        columns = ("kind", "term", "weight", "pk")
        write_rows("search_posting", columns, _postings(kind, texts, weight, documents, spelled))
        rows = ((kind, term, count, spelled.get(term, "")) for term, count in documents.items())
        write_rows("search_word", ("kind", "term", "documents", "written"), rows)
    with connection.cursor() as cursor:
        cursor.execute(heaviest)


def _postings(
    kind: str, texts: Sequence[Text], weight: float, documents: Counter[str], spelled: dict[str, str]
) -> Iterator[tuple[str, str, int, int]]:
    for one in texts:
        terms, written = weights(one.fields(weight))
        documents.update(terms)
        spelled.update(written)
        yield from ((kind, term, worth, one.pk) for term, worth in terms.items())
