"""The last days of agreements as a calendar file, for any calendar program.

Each is an event of a whole day with a reminder; what the list says of it is as printed.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Event

from dashboard import measures
from dashboard.filters import Filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.report import Report
from pipeline.model import Edition

REMINDED = timedelta(days=-180)
"""A reminder comes so long before the last day."""

PRODUCT = "-//Agreement Atlas//JA-EN//"


def make_calendar(
    report: Report,
    edition: Edition,
    filters: Filters,
    labels: Labels,
    words: Translator,
    as_of: date,
) -> bytes:
    """Return an .ics file with an event for each last day from `as_of` on.

    The same agreement has the same UID in each file made from a list, so that a
    calendar renews its events and doubles none.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words("calendar.name", list=report.title))
    for row in measures.last_days(edition, filters, as_of).table.to_dict("records"):
        calendar.add_component(_event(row, report, labels, words, as_of))
    made: bytes = calendar.to_ical()
    return made


def _event(
    row: dict[Hashable, Any],
    report: Report,
    labels: Labels,
    words: Translator,
    as_of: date,
) -> Event:
    last = date.fromisoformat(str(row["last_day"]))
    name = labels.of("institutions", str(row["institution_id"]))
    territory = labels.of("territories", str(row["territory_code"]))
    event = Event()
    source = report.sha256[:12] or report.edition
    event.add("uid", f"{row['agreement_id']}-{source}@agreement-atlas")
    event.add("dtstamp", datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC))
    event.add("dtstart", last)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", words("calendar.ends", name=name))
    event.add(
        "description",
        words(
            "calendar.about",
            territory=territory,
            printed=row["expires_text"],
            list=report.title,
            edition=report.edition,
        ),
    )
    event.add("transp", "TRANSPARENT")
    if report.link:
        event.add("url", report.link)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words("calendar.ends", name=name))
    alarm.add("trigger", REMINDED)
    event.add_component(alarm)
    return event
