"""Reading articles, finding the one that answers, and what whoever writes them looks at."""

from guichet.areas.knowledge.queries.covering import Covered, Share, coverage, every_article, share_covered
from guichet.areas.knowledge.queries.drafting import may_teach, told_by
from guichet.areas.knowledge.queries.editing import (
    PAGE,
    Change,
    difference,
    due_versions,
    free_slug,
    in_review,
    kept,
    to_come,
    to_read_again,
    version_of,
    versions_of,
    waiting_on,
)
from guichet.areas.knowledge.queries.finding import KIND, Hit, answering, suggested
from guichet.areas.knowledge.queries.reading import (
    Health,
    article,
    article_by_id,
    article_for_everybody,
    codes_of,
    health_of,
    of_service,
    published,
)

__all__ = [
    "KIND",
    "PAGE",
    "Change",
    "Covered",
    "Health",
    "Hit",
    "Share",
    "answering",
    "article",
    "article_by_id",
    "article_for_everybody",
    "codes_of",
    "coverage",
    "difference",
    "due_versions",
    "every_article",
    "free_slug",
    "health_of",
    "in_review",
    "kept",
    "may_teach",
    "of_service",
    "published",
    "share_covered",
    "suggested",
    "to_come",
    "to_read_again",
    "told_by",
    "version_of",
    "versions_of",
    "waiting_on",
]
