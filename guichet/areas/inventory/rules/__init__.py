"""The service inventory form of the Treasury Board of Canada: its columns and its rules, with no database or clock."""

from guichet.areas.inventory.rules.checking import check, computed, form_for, form_of, nearest, number, row_of
from guichet.areas.inventory.rules.columns import Cells, Edition, Fault, Form, Kind, Table

__all__ = [
    "Cells",
    "Edition",
    "Fault",
    "Form",
    "Kind",
    "Table",
    "check",
    "computed",
    "form_for",
    "form_of",
    "nearest",
    "number",
    "row_of",
]
