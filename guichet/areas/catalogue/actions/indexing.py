"""Letting people find a service by its words while it is offered."""

from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.queries import SEARCHED
from guichet.areas.catalogue.rules.found import fields_of
from guichet.ground import search


def index(row: Service) -> None:
    """Index a service that is published, forget one that is not."""
    fields = fields_of(row.code, row.name, row.summary, row.keywords, row.told) if row.is_published else []
    search.put_fields(SEARCHED, row.pk, fields)
