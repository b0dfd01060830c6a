"""How long somebody waits at the portal for what answers their words, among thousands of services and articles."""

from urllib.parse import urlencode

from tests.bench import servers, shelves
from tests.bench.load import Call, Target, drive
from tests.bench.measures import Bench, Figures


def portal(bench: Bench, *, articles: int) -> Figures:
    """Measure the page of results, in both languages, each question another one."""
    questions = shelves.fill(articles, bench.now)
    with servers.pages(bench.folder) as (port, pid):
        target = Target(port, (pid, *servers.postmaster()))

        def search(turn: int) -> Call:
            language, words = questions[turn % len(questions)]
            return Call(f"/services/?{urlencode({'q': words})}", headers={"Cookie": f"django_language={language}"})

        drive(target, search, callers=1, seconds=bench.seconds / 2)  # the words of the index are read once a process
        return {
            "portal_search_c1": bench.yard.beside(
                "ticket_c1", lambda: drive(target, search, callers=1, seconds=bench.seconds).shown()
            )
        }
