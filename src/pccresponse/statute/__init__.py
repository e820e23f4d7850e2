"""The law, the bodies and the people, by date.

Every answer comes from a packaged table whose rows name their source, and no answer is guessed: before the first row of a table,
and where a row is not precise enough, the look-ups raise with a sentence that says why.
"""

from pccresponse.statute.bank_holidays import bank_holiday_doubt, bank_holiday_on, bank_holiday_years
from pccresponse.statute.bodies import BodyKind, LocalPolicingBody, bodies_of, body_on
from pccresponse.statute.forces import EarlierName, Force, ForceName, force, force_typed, forces, forces_named_in
from pccresponse.statute.institutions import Institution, institutions, not_yet
from pccresponse.statute.office_holders import (
    Address,
    Inspectorate,
    OfficeHolder,
    Style,
    chief_inspector_during,
    chief_inspector_on,
    chief_inspectors,
    dissolutions,
    home_office_address_during,
    home_office_addresses,
    home_secretaries,
    home_secretary_during,
    home_secretary_on,
    inspectorate_address_during,
    inspectorate_addresses,
    inspectorate_during,
    inspectorate_on,
    inspectorates,
)
from pccresponse.statute.practice import Election, Grading, election_after, grading
from pccresponse.statute.procedures import Procedure, procedure_on, procedures, procedures_on
from pccresponse.statute.records import Announcement, OpenQuestion, beyond_record, folded
from pccresponse.statute.regimes import Deadline, Duty, Instrument, Recipient, Regime, regime_on, regimes
from pccresponse.statute.reuse_terms import ReuseTerms, every_reuse_terms, reuse_terms_on
from pccresponse.statute.tables import Confidence, Row, digests_of_tables, tables, use_tables
from pccresponse.statute.timetable import day_number, publish_by

__all__ = [
    "Address",
    "Announcement",
    "BodyKind",
    "Confidence",
    "Deadline",
    "Duty",
    "EarlierName",
    "Election",
    "Force",
    "ForceName",
    "Grading",
    "Inspectorate",
    "Institution",
    "Instrument",
    "LocalPolicingBody",
    "OfficeHolder",
    "OpenQuestion",
    "Procedure",
    "Recipient",
    "Regime",
    "ReuseTerms",
    "Row",
    "Style",
    "bank_holiday_doubt",
    "bank_holiday_on",
    "bank_holiday_years",
    "beyond_record",
    "bodies_of",
    "body_on",
    "chief_inspector_during",
    "chief_inspector_on",
    "chief_inspectors",
    "day_number",
    "digests_of_tables",
    "dissolutions",
    "election_after",
    "every_reuse_terms",
    "folded",
    "force",
    "force_typed",
    "forces",
    "forces_named_in",
    "grading",
    "home_office_address_during",
    "home_office_addresses",
    "home_secretaries",
    "home_secretary_during",
    "home_secretary_on",
    "inspectorate_address_during",
    "inspectorate_addresses",
    "inspectorate_during",
    "inspectorate_on",
    "inspectorates",
    "institutions",
    "not_yet",
    "procedure_on",
    "procedures",
    "procedures_on",
    "publish_by",
    "regime_on",
    "regimes",
    "reuse_terms_on",
    "tables",
    "use_tables",
]
