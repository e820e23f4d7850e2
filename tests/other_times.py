"""One case at other times and in other places: its files, and what the documents must say, for `test_other_times`.

**The case is made up.** Nobody wrote such a report. Whoever signs, is invited or comments is called Example or Sample and does not
exist. The forces, their bodies, the inspectorate and those who are written to by office are real, because their names by date are
what is tried.

**The table is written out by hand**, from the project's notes on the law: the states of section 55, the names by date, the people by
date. The last days were counted on a calendar. Nothing in it is looked up in the package, so that the package can be held against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

TITLE = "An inspection of the custody suites"


FIRST_LETTER, SECOND_LETTER = "submission-home-secretary", "submission-inspectors"


@dataclass(frozen=True, kw_only=True)
class Law:
    """A state of section 55, which applies to the reports that were published under it."""

    inspectors_publish: bool
    """Whether the inspectors of constabulary publish the report; before, the Secretary of State did."""
    commenting_body: str
    """The Act's word for the body that comments."""
    amended_by: str | None
    """The Act that gave subsections (4) and (5) their wording; None where they are as enacted."""
    has_a_period: bool
    """Whether there are 56 days, and each recommendation has to be explained: subsections (5A) and (5B) came together."""
    copies_to: str
    documents: tuple[str, ...]
    """The documents of this case, beside the report to a meeting."""
    never: tuple[str, ...]
    """What no document says about a report of that time."""

    @property
    def not_called(self) -> str:
        """The Act's word of the other time."""
        return "police authority" if self.commenting_body == "local policing body" else "local policing body"


_NO_PERIOD = ("56", "55(5A)", "55(5B)", "Policing and Crime Act 2017")
_NO_COMMISSIONERS_YET = (
    *("inspectors of constabulary", "Police and Crime", "Police Reform and Social Responsibility Act"),
    *("Fire & Rescue", "His Majesty"),
)
_NO_POLICE_AUTHORITIES_ANY_MORE = ("the Secretary of State publish", "Police Reform Act 2002")

AS_ENACTED = Law(
    inspectors_publish=False,
    commenting_body="police authority",
    amended_by=None,
    has_a_period=False,
    copies_to="the Secretary of State",
    documents=("comments", FIRST_LETTER, "invitation"),
    never=(*_NO_PERIOD, *_NO_COMMISSIONERS_YET, "as amended by"),
)
SINCE_OCTOBER_2002 = Law(  # the Acts of 1999, 2002 and 2006 touched subsection (1) and section 54 only
    inspectors_publish=False,
    commenting_body="police authority",
    amended_by=None,
    has_a_period=False,
    copies_to="the Secretary of State",
    documents=("comments", FIRST_LETTER, "invitation"),
    never=(*_NO_PERIOD, *_NO_COMMISSIONERS_YET, "as amended by"),
)
MOST_OF_2012_OUTSIDE_LONDON = Law(  # a reading: the inspectors published already, and police authorities still commented
    inspectors_publish=True,
    commenting_body="police authority",
    amended_by=None,
    has_a_period=False,
    copies_to="the Secretary of State",
    documents=("comments", FIRST_LETTER, "invitation"),
    never=(
        *_NO_PERIOD,
        "Police and Crime",
        "the Secretary of State publish",
        "Fire & Rescue",
        "His Majesty",
        "Police Reform Act 2002",
    ),
)
SINCE_2012 = Law(
    inspectors_publish=True,
    commenting_body="local policing body",
    amended_by="the Police Reform and Social Responsibility Act 2011",
    has_a_period=False,
    copies_to="the Secretary of State",
    documents=("comments", FIRST_LETTER, "invitation"),
    never=(*_NO_PERIOD, *_NO_POLICE_AUTHORITIES_ANY_MORE, "Fire & Rescue", "His Majesty", "copy goes to the inspectors"),
)
SINCE_MAY_2017 = Law(
    inspectors_publish=True,
    commenting_body="local policing body",
    amended_by="the Police Reform and Social Responsibility Act 2011",  # that of 2017 made (5A) and (5B), and changed (6)
    has_a_period=True,
    copies_to="the inspectors of constabulary and the Secretary of State",
    documents=("comments", FIRST_LETTER, SECOND_LETTER, "invitation"),
    never=_NO_POLICE_AUTHORITIES_ANY_MORE,
)


HMIC = "Her Majesty's Inspectorate of Constabulary"
HMICFRS_OF_THE_QUEEN = "Her Majesty's Inspectorate of Constabulary and Fire & Rescue Services"
HMICFRS_OF_THE_KING = "His Majesty's Inspectorate of Constabulary and Fire & Rescue Services"


class Signatory(NamedTuple):
    """Who signs, and as what."""

    name: str
    office: str


class Body(NamedTuple):
    """The body under the name of a day."""

    name: str
    called: str
    """What a sentence calls it."""
    signatory: Signatory
    writes_in_the_first_person: bool = False
    """Whether the body is the one person who signs."""

    @property
    def required(self) -> str:
        """Whom a letter says that the Act requires to act."""
        return "me" if self.writes_in_the_first_person else self.called

    @property
    def own(self) -> str:
        """Whose comments a letter says they are."""
        return "my" if self.writes_in_the_first_person else f"{self.called}'s"


class Addressee(NamedTuple):
    """To whom a copy is sent, on the day of the letter."""

    name: str
    office: str
    organisation: str
    salutation: str
    address: str = ""
    """Where the notes give one for the day."""


AUTHORITY = Body("South Yorkshire Police Authority", "the Police Authority", Signatory("Robin Example", "Chair of the Authority"))
COMMISSIONER = Body(
    "Police and Crime Commissioner for South Yorkshire",
    "the Commissioner",
    Signatory("Sam Example", "Police and Crime Commissioner for South Yorkshire"),
    writes_in_the_first_person=True,
)
MAYOR = Body(
    "Mayor of South Yorkshire",
    "the Mayor",
    Signatory("Kit Example", "Mayor of South Yorkshire"),
    writes_in_the_first_person=True,
)
METROPOLITAN_AUTHORITY = Body(
    "Metropolitan Police Authority", "the Police Authority", Signatory("Robin Example", "Chair of the Authority")
)
MAYORS_OFFICE = Body(
    "Mayor's Office for Policing and Crime", "the Mayor's Office", Signatory("Sam Example", "Deputy Mayor for Policing")
)
COMMON_COUNCIL = Body(
    "Court of Common Council of the City of London",
    "the Court of Common Council",
    Signatory("Robin Example", "Chair of the Committee"),
)


MARSHAM_STREET = "2 Marsham Street London SW1P 4DF"
GLOBE_HOUSE = "6th Floor, Globe House 89 Eccleston Square London SW1V 1PN"


def home_secretary(name: str, address: str = MARSHAM_STREET) -> Addressee:
    """The Home Secretary in the office's own style, whose letter begins with the office, whoever holds it."""
    return Addressee(f"The Rt Hon {name}", "Home Secretary", "Home Office", "Home Secretary", address)


def chief_inspector(name: str, salutation: str, inspectorate: str, address: str = "") -> Addressee:
    """The chief inspector, whose letter begins with the title and one name; the notes give an address for 2017 to 2019."""
    return Addressee(name, "HM Chief Inspector of Constabulary", inspectorate, salutation, address)


class Day(NamedTuple):
    """A day of the case, as the file has it and as a document prints it."""

    written: str
    printed: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """The case at one time: its days, and what the documents must say. Names follow the dates of the documents."""

    slug: str
    force: str = "south-yorkshire"
    force_name: str = "South Yorkshire Police"
    reported: Day
    invited: Day
    sent: Day
    """When the comments were published, too."""
    met: Day | None = None
    law: Law
    last_day: str | None = None
    """With its weekday."""
    inspectorate: str
    """Whose report it is, on its day."""
    inviting_body: Body
    """On the day of the invitation."""
    body: Body
    """On the day of the comments and the letters."""
    rank: str = "Chief Constable"
    invited_officer: str = "Alex Sample"
    chief_officer: str = "Alex Sample"
    """On the day of the comments."""
    addressees: dict[str, Addressee]
    """By letter."""
    never: tuple[str, ...]
    """What no document says, beside what the law of the day rules out."""

    @property
    def documents(self) -> tuple[str, ...]:
        """Every document of the case."""
        return (*self.law.documents, "panel-report") if self.met else self.law.documents

    @property
    def publisher(self) -> str:
        """Who published the report."""
        return self.inspectorate if self.law.inspectors_publish else "the Secretary of State"

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters that send copies."""
        return tuple(name for name in self.law.documents if name.startswith("submission"))


SEVEN_YEARS = (
    Row(
        slug="1999",
        reported=Day("1999-03-16", "16 March 1999"),
        invited=Day("1999-03-18", "18 March 1999"),
        sent=Day("1999-05-04", "4 May 1999"),
        met=Day("1999-06-08", "8 June 1999"),
        law=AS_ENACTED,
        inspectorate=HMIC,
        inviting_body=AUTHORITY,
        body=AUTHORITY,
        addressees={FIRST_LETTER: home_secretary("Jack Straw MP", "50 Queen Anne's Gate London")},
        never=("Commissioner", "Mayor"),
    ),
    Row(  # Alan Johnson was Home Secretary when the report was published; the letter is of Theresa May's first day
        slug="2010",
        reported=Day("2010-04-13", "13 April 2010"),
        invited=Day("2010-04-14", "14 April 2010"),
        sent=Day("2010-05-12", "12 May 2010"),
        met=Day("2010-06-15", "15 June 2010"),
        law=SINCE_OCTOBER_2002,
        inspectorate=HMIC,
        inviting_body=AUTHORITY,
        body=AUTHORITY,
        addressees={FIRST_LETTER: home_secretary("Theresa May MP")},
        never=("Commissioner", "Mayor", "Alan Johnson"),
    ),
    Row(
        slug="2013",
        reported=Day("2013-02-12", "12 February 2013"),
        invited=Day("2013-02-13", "13 February 2013"),
        sent=Day("2013-06-03", "3 June 2013"),
        met=Day("2013-07-09", "9 July 2013"),
        law=SINCE_2012,
        inspectorate=HMIC,
        inviting_body=COMMISSIONER,
        body=COMMISSIONER,
        addressees={FIRST_LETTER: home_secretary("Theresa May MP")},
        never=("Mayor", "Winsor", "Robin Example"),
    ),
    Row(  # Theresa May until the day before the letter; the chief constable, too, is another by then
        slug="2016",
        reported=Day("2016-05-24", "24 May 2016"),
        invited=Day("2016-05-25", "25 May 2016"),
        sent=Day("2016-07-13", "13 July 2016"),
        met=Day("2016-09-06", "6 September 2016"),
        law=SINCE_2012,
        inspectorate=HMIC,
        inviting_body=COMMISSIONER,
        body=COMMISSIONER,
        chief_officer="Jo Sample",
        addressees={FIRST_LETTER: home_secretary("Amber Rudd MP")},
        never=("Mayor", "Winsor", "Theresa May"),
    ),
    Row(  # Amber Rudd until the day before the letter
        slug="2018",
        reported=Day("2018-03-22", "22 March 2018"),
        invited=Day("2018-03-23", "23 March 2018"),
        sent=Day("2018-04-30", "30 April 2018"),
        met=Day("2018-06-05", "5 June 2018"),
        law=SINCE_MAY_2017,
        last_day="Wednesday 16 May 2018",
        inspectorate=HMICFRS_OF_THE_QUEEN,
        inviting_body=COMMISSIONER,
        body=COMMISSIONER,
        invited_officer="Jo Sample",
        chief_officer="Jo Sample",
        addressees={
            FIRST_LETTER: home_secretary("Sajid Javid MP"),
            SECOND_LETTER: chief_inspector("Sir Thomas Winsor", "Sir Thomas", HMICFRS_OF_THE_QUEEN, GLOBE_HOUSE),
        },
        never=("Mayor", "His Majesty", "Amber Rudd", "Cooke"),
    ),
    Row(  # Suella Braverman until the day before the letter; Andy Cooke was not knighted yet
        slug="2023",
        reported=Day("2023-10-03", "3 October 2023"),
        invited=Day("2023-10-04", "4 October 2023"),
        sent=Day("2023-11-13", "13 November 2023"),
        met=Day("2023-12-05", "5 December 2023"),
        law=SINCE_MAY_2017,
        last_day="Monday 27 November 2023",
        inspectorate=HMICFRS_OF_THE_KING,
        inviting_body=COMMISSIONER,
        body=COMMISSIONER,
        invited_officer="Jo Sample",
        chief_officer="Jo Sample",
        addressees={
            FIRST_LETTER: home_secretary("James Cleverly MP"),
            SECOND_LETTER: chief_inspector("Andy Cooke QPM", "Mr Cooke", HMICFRS_OF_THE_KING),
        },
        never=("Mayor", "Her Majesty", "Suella Braverman", "Sir Andy", "Winsor"),
    ),
    Row(
        slug="2026",
        reported=Day("2026-01-06", "6 January 2026"),
        invited=Day("2026-01-07", "7 January 2026"),
        sent=Day("2026-01-27", "27 January 2026"),
        met=Day("2026-02-10", "10 February 2026"),
        law=SINCE_MAY_2017,
        last_day="Monday 2 March 2026",
        inspectorate=HMICFRS_OF_THE_KING,
        inviting_body=MAYOR,
        body=MAYOR,
        invited_officer="Jo Sample",
        chief_officer="Jo Sample",
        addressees={
            FIRST_LETTER: home_secretary("Shabana Mahmood MP"),
            SECOND_LETTER: chief_inspector("Sir Andy Cooke QPM", "Sir Andy", HMICFRS_OF_THE_KING),
        },
        never=("Commissioner for", "Her Majesty", "Yvette Cooper", "Winsor", "Sam Example"),
    ),
)

BETWEEN_THE_TIMES = (
    Row(  # the inspectorate took on fire and rescue services between the report and the letter
        slug="2017-new-inspectorate",
        reported=Day("2017-06-06", "6 June 2017"),
        invited=Day("2017-06-07", "7 June 2017"),
        sent=Day("2017-07-25", "25 July 2017"),
        law=SINCE_MAY_2017,
        last_day="Monday 31 July 2017",
        inspectorate=HMIC,
        inviting_body=COMMISSIONER,
        body=COMMISSIONER,
        invited_officer="Jo Sample",
        chief_officer="Jo Sample",
        addressees={
            FIRST_LETTER: home_secretary("Amber Rudd MP"),
            SECOND_LETTER: chief_inspector("Sir Thomas Winsor", "Sir Thomas", HMICFRS_OF_THE_QUEEN, GLOBE_HOUSE),
        },
        never=("Mayor", "His Majesty", "Theresa May"),
    ),
    Row(  # the Queen died between the report and the letter, and there was a new Home Secretary
        slug="2022-new-king",
        reported=Day("2022-07-28", "28 July 2022"),
        invited=Day("2022-07-29", "29 July 2022"),
        sent=Day("2022-09-14", "14 September 2022"),
        law=SINCE_MAY_2017,
        last_day="Wednesday 21 September 2022",
        inspectorate=HMICFRS_OF_THE_QUEEN,
        inviting_body=COMMISSIONER,
        body=COMMISSIONER,
        invited_officer="Jo Sample",
        chief_officer="Jo Sample",
        addressees={
            FIRST_LETTER: home_secretary("Suella Braverman MP"),
            SECOND_LETTER: chief_inspector("Andy Cooke QPM", "Mr Cooke", HMICFRS_OF_THE_KING),
        },
        never=("Mayor", "Priti Patel", "Sir Andy", "Winsor"),
    ),
    Row(  # the commissioner invited, and the mayor answered
        slug="2024-new-mayor",
        reported=Day("2024-04-16", "16 April 2024"),
        invited=Day("2024-04-17", "17 April 2024"),
        sent=Day("2024-06-05", "5 June 2024"),
        law=SINCE_MAY_2017,
        last_day="Monday 10 June 2024",
        inspectorate=HMICFRS_OF_THE_KING,
        inviting_body=COMMISSIONER,
        body=MAYOR,
        invited_officer="Jo Sample",
        chief_officer="Jo Sample",
        addressees={
            FIRST_LETTER: home_secretary("James Cleverly"),
            SECOND_LETTER: chief_inspector("Andy Cooke QPM", "Mr Cooke", HMICFRS_OF_THE_KING),
        },
        never=("Her Majesty", "Sir Andy", "Yvette Cooper"),
    ),
    Row(  # there was no commissioner outside London yet
        slug="2012-not-in-london",
        reported=Day("2012-02-14", "14 February 2012"),
        invited=Day("2012-02-15", "15 February 2012"),
        sent=Day("2012-04-17", "17 April 2012"),
        law=MOST_OF_2012_OUTSIDE_LONDON,
        inspectorate=HMIC,
        inviting_body=AUTHORITY,
        body=AUTHORITY,
        addressees={FIRST_LETTER: home_secretary("Theresa May MP")},
        never=("Commissioner", "Mayor"),
    ),
)

_MET, _CITY = "Commissioner of Police of the Metropolis", "Commissioner of Police for the City of London"

LONDON = (
    Row(
        slug="2010-metropolitan",
        force="metropolitan",
        force_name="Metropolitan Police Service",
        reported=Day("2010-04-13", "13 April 2010"),
        invited=Day("2010-04-14", "14 April 2010"),
        sent=Day("2010-05-12", "12 May 2010"),
        law=SINCE_OCTOBER_2002,
        inspectorate=HMIC,
        inviting_body=METROPOLITAN_AUTHORITY,
        body=METROPOLITAN_AUTHORITY,
        rank=_MET,
        addressees={FIRST_LETTER: home_secretary("Theresa May MP")},
        never=("Chief Constable", "Mayor", "Alan Johnson"),
    ),
    Row(
        slug="2012-metropolitan",
        force="metropolitan",
        force_name="Metropolitan Police Service",
        reported=Day("2012-02-14", "14 February 2012"),
        invited=Day("2012-02-15", "15 February 2012"),
        sent=Day("2012-04-17", "17 April 2012"),
        law=SINCE_2012,
        inspectorate=HMIC,
        inviting_body=MAYORS_OFFICE,
        body=MAYORS_OFFICE,
        rank=_MET,
        addressees={FIRST_LETTER: home_secretary("Theresa May MP")},
        never=("Chief Constable", "Police and Crime Commissioner"),
    ),
    Row(
        slug="1999-city",
        force="city-of-london",
        force_name="City of London Police",
        reported=Day("1999-03-16", "16 March 1999"),
        invited=Day("1999-03-18", "18 March 1999"),
        sent=Day("1999-05-04", "4 May 1999"),
        law=AS_ENACTED,
        inspectorate=HMIC,
        inviting_body=COMMON_COUNCIL,
        body=COMMON_COUNCIL,
        rank=_CITY,
        addressees={FIRST_LETTER: home_secretary("Jack Straw MP", "50 Queen Anne's Gate London")},
        never=("Chief Constable", "Mayor"),
    ),
    Row(
        slug="2023-city",
        force="city-of-london",
        force_name="City of London Police",
        reported=Day("2023-10-03", "3 October 2023"),
        invited=Day("2023-10-04", "4 October 2023"),
        sent=Day("2023-11-13", "13 November 2023"),
        law=SINCE_MAY_2017,
        last_day="Monday 27 November 2023",
        inspectorate=HMICFRS_OF_THE_KING,
        inviting_body=COMMON_COUNCIL,
        body=COMMON_COUNCIL,
        rank=_CITY,
        addressees={
            FIRST_LETTER: home_secretary("James Cleverly MP"),
            SECOND_LETTER: chief_inspector("Andy Cooke QPM", "Mr Cooke", HMICFRS_OF_THE_KING),
        },
        never=("Chief Constable", "Mayor", "Police and Crime Commissioner", "Her Majesty", "Suella Braverman"),
    ),
)

ROWS = (*SEVEN_YEARS, *BETWEEN_THE_TIMES, *LONDON)


_RESPONSE = """\
# A made-up case.
edition: "2026"
note_to_reader: This case is made up. Nobody wrote such a report, and the people who sign and comment do not exist.
report:
  title: {TITLE}
  kind: force
  published_on: {row.reported.written}
  summary: The cells are clean. The custody records are not always complete.
findings:
  recommendations:
    - label: 1
      text: The force should complete every custody record before a detained person is released.
      explanation:
        action_taken: Visitors to the cells now read ten custody records on each of their visits.
    - label: 2
      text: The force should give every detained person a card that explains their rights.
      explanation:
        action_proposed: We shall pay for the printing of the cards from the budget of next year.
invitation:
  sent_on: {row.invited.written}
chief_officer_comments:
  received_on: {row.invited.written}
  text: I welcome the report, and the records will be complete.
reply_to_chief_officer:
  text: We are glad of that, and shall look at the records ourselves.
comments:
  sections:
    - heading: What we make of it
      text: The report is fair, and we accept all of it.
publication:
  published_on: {row.sent.written}
submission:
  sent_on: {row.sent.written}
"""

_MEETING = """\
panel_report:
  meeting: Public meeting
  held_on: {day}
"""

_OFFICES = {
    "south-yorkshire": """\
force: south-yorkshire
office_holders:
  - {name: Robin Example, office_title: Chair of the Authority, took_office_on: 1998-06-01, left_office_on: 2012-11-21}
  - {name: Sam Example, took_office_on: 2012-11-22, left_office_on: 2024-05-06}
  - {name: Kit Example, took_office_on: 2024-05-07}
chief_officers:
  - {name: Alex Sample, took_office_on: 1998-06-01, left_office_on: 2016-06-30}
  - {name: Jo Sample, took_office_on: 2016-07-01}
""",
    "metropolitan": """\
force: metropolitan
office_holders:
  - {name: Robin Example, office_title: Chair of the Authority, took_office_on: 1998-06-01, left_office_on: 2012-01-15}
  - {name: Sam Example, office_title: Deputy Mayor for Policing, took_office_on: 2012-01-16}
chief_officers:
  - {name: Alex Sample, took_office_on: 1998-06-01}
""",
    "city-of-london": """\
force: city-of-london
office_holders:
  - {name: Robin Example, office_title: Chair of the Committee, took_office_on: 1998-06-01}
chief_officers:
  - {name: Alex Sample, took_office_on: 1998-06-01}
""",
}
"""One office for each force, with all who ever signed or commented: who it is follows from the day."""


def response_of(row: Row) -> str:
    """The case as a response of that time."""
    response = _RESPONSE.format(TITLE=TITLE, row=row)
    return response + _MEETING.format(day=row.met.written) if row.met else response


def office_of(row: Row) -> str:
    """The office that responds."""
    return _OFFICES[row.force]
