"""Words for made-up responses: sentences with gaps, and what goes into the gaps. None of it is said of anybody."""

from __future__ import annotations

from random import Random

FIRST_NAMES = ("Robin", "Alex", "Sam", "Jo", "Kit", "Lee", "Pat", "Chris", "Jamie", "Morgan", "Frances", "Leslie", "Toby", "Noor")
LAST_NAMES = (
    "Made-Up",
    "Invented",
    "Imagined",
    "Nobody",
    "Placeholm",
    "Fable",
    "Notional",
    "Sample",
    "Figment",
    "Pretend",
    "Supposed",
)

AREAS = (
    "Preventing crime",
    "Treatment of the public",
    "Responding to the public",
    "Investigating crime",
    "Protecting vulnerable people",
    "Managing offenders and suspects",
    "Building, supporting and protecting the workforce",
    "Leadership and force management",
)
BOARDS = ("Accountability Board", "Performance and Assurance Board", "Public Scrutiny Meeting")
INSPECTORATES = ("Care Quality Commission", "His Majesty’s Crown Prosecution Service Inspectorate")

_GAPS: dict[str, tuple[str, ...]] = {
    "task": (
        "record every report of a missing child at the first contact, with the reasons for the grading that was chosen",
        "review how supervisors examine investigations that are older than twelve weeks",
        "make sure that officers can reach specialist advice on digital evidence at any hour",
        "publish the number of victims who were kept informed, and of those who were not",
        "agree with its partners who convenes a strategy discussion, and within how many hours",
        "train the staff of the control room in recognising vulnerability, and test what was learnt",
        "audit a sample of stop and search records each month and publish what the audit finds",
        "reduce the time that callers wait, and know at any hour how many have given up",
        "give each neighbourhood team a written plan of the problems that it is to solve",
        "check that every detained person was asked about dependants and about medicines",
        "make good the gaps in its records of property that was seized, and keep them closed",
        "tell victims in plain words why an investigation ended, and to whom they can turn",
        "plan for the skills that its detectives will need in three years, and recruit to the plan",
        "answer complaints about its own officers within the time that it has set itself",
    ),
    "fault": (
        "The inspectors found records that did not say why a decision was taken",
        "Supervisors signed off work that they had not had the time to read",
        "Two teams kept lists of the same people and neither knew of the other’s",
        "What was learnt from reviews had not reached those who answer the telephone",
        "Figures were collected each month and nobody could say what followed from them",
        "Good work depended on a few experienced people, and stopped when they were away",
    ),
    "act": (
        "asked for a report on this at each quarterly meeting and published the first of them",
        "paid for two further posts in the public protection unit from the budget of the year",
        "written to the chief officer and set a date by which the work is to be complete",
        "had the volunteers who visit custody suites ask about this on every visit",
        "commissioned a survey of victims, whose answers are published each autumn",
        "made this one of the measures in the police and crime plan",
        "brought the councils and the health service together to agree who does what",
        "taken advice from the joint audit committee, which looked at a sample of files",
    ),
    "plan": (
        "look at this again in public when the first figures for a whole year are there",
        "visit the teams concerned before the summer and to speak to those who do the work",
        "ask the joint audit committee for its opinion before the next budget is set",
        "publish what the force reports on this, with its own view of it, twice a year",
        "invite the inspectors back to see what has changed",
    ),
    "force_act": (
        "A new procedure was written with the councils and is in use in every district",
        "The board that oversees investigations looks at ten files each month",
        "Two thirds of the staff concerned have been trained, and the rest will be by the end of the year",
        "A superintendent reads the oldest files every week and says what is to happen with each",
        "The control room has six more call handlers at the hours when most people call",
        "The system now asks for a reason before a record can be closed",
    ),
    "proof": (
        "the minutes of the board and the sample of files behind them",
        "the register of training, held against the list of staff",
        "the monthly figures, as the force publishes them",
        "a dip sample of forty records by somebody from outside the team",
    ),
    "view": (
        "The report describes a force that knows where it has to do better, and says so",
        "Much of what the inspectors praise was the work of people who are seldom mentioned",
        "It is right that the inspectors look at what matters most to those who need help",
        "What residents say at public meetings agrees with what the inspectors found",
        "Money alone will not mend this, but without it nothing will be mended",
        "The comparison with similar forces is fair, and it is not comfortable",
        "Some of this was known, and work on it had begun before the inspectors came",
        "There is no reason for complacency where the report is kind, or for despair where it is not",
        "The people of the area are entitled to know how long it will take",
    ),
    "reply": (
        "I welcome the report and accept what it asks for",
        "My officers and staff have worked hard since the inspectors were here",
        "The report is fair, and I have told all supervisors to read it",
        "I have put an assistant chief officer in charge of what follows from it",
        "We shall report on each point in public until it is done",
        "I am proud of what the inspectors say about the care that victims are given",
    ),
    "owner": ("Assistant Chief Officer (Crime)", "Head of Contact", "Chief Superintendent, Local Policing", "Head of Learning"),
}


def words(rng: Random, gap: str) -> str:
    """What goes into a gap."""
    return rng.choice(_GAPS[gap])


def several(rng: Random, gap: str, count: int) -> list[str]:
    """Different ways to fill the same gap, as far as there are so many."""
    return rng.sample(_GAPS[gap], min(count, len(_GAPS[gap])))


def paragraph(rng: Random, gap: str, sentences: int) -> str:
    """A few sentences of one sort."""
    return " ".join(f"{sentence}." for sentence in several(rng, gap, sentences))


def bullets(rng: Random, gap: str, count: int) -> str:
    """The same as a list."""
    return "\n".join(f"- {sentence}." for sentence in several(rng, gap, count))
