"""The bands of tenure: less than twelve months, more than eight years, and what lies in between."""

from datetime import date

import pytest

from guichet.areas.people.rules import Tenure, tenure_of

DAYS = [
    (date(2026, 3, 10), Tenure.NEW), (date(2025, 3, 11), Tenure.NEW), (date(2025, 3, 10), Tenure.SETTLED),
    (date(2018, 3, 10), Tenure.SETTLED), (date(2018, 3, 9), Tenure.EXPERIENCED),
    (date(2009, 5, 12), Tenure.EXPERIENCED), (date(2026, 3, 11), Tenure.NEW),
]  # fmt: skip


@pytest.mark.proves("CLI-05")
@pytest.mark.parametrize(("since", "band"), DAYS)
def test_a_client_is_new_for_twelve_months_and_experienced_after_eight_years(since: date, band: Tenure) -> None:
    assert tenure_of(since, date(2026, 3, 10)) == band
