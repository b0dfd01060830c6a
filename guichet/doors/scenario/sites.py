"""The places of a scenario where people are received: in which languages, when, with which first words."""

from collections.abc import Collection

from guichet.areas.catalogue.rules.hours import BadCalendar, OpeningHours
from guichet.areas.people.actions import Reception, SiteForm
from guichet.doors.scenario.sheet import Sheet
from guichet.ground.bilingual import LANGUAGES, Bilingual


def site_of(sheet: Sheet, organisations: Collection[str], calendars: Collection[str]) -> SiteForm:
    """Read one place."""
    sheet.only(
        "code", "organisation", "name", "address", "region", "rurality", "kiosk", "bilingual", "phone", "language",
        "calendar", "greeting", "interpreter",
    )  # fmt: skip
    main = sheet.choice("language", LANGUAGES, optional=True) or "en"
    called = sheet.inner("interpreter") if "interpreter" in sheet.row else None
    return SiteForm(
        code=sheet.text("code"), organisation=sheet.choice("organisation", organisations), name=sheet.both("name"),
        address=sheet.both("address"), region=sheet.text("region", optional=True),
        reception=Reception(
            languages=LANGUAGES if sheet.flag("bilingual", default=False) else (main,),
            calendar=sheet.choice("calendar", calendars, optional=True),
            greeting=sheet.both("greeting") if "greeting" in sheet.row else Bilingual(),
            interpreter=called.text("name") if called else "",
            interpreter_phone=called.text("phone", optional=True) if called else "",
        ),
    )  # fmt: skip


def hours_of(sheet: Sheet) -> dict[str, list[str]]:
    """Read somebody's own hours, in the words of calendars."""
    if "hours" not in sheet.row:
        return {}
    try:
        return OpeningHours.from_data(sheet.row["hours"]).to_data()
    except BadCalendar as error:
        sheet.fault(error.key, error.reason)
        return {}
