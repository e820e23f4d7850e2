"""The law, the forces, the bodies and the national office-holders, by date.

Every answer comes from a packaged table whose rows name their source. If a table does not reach a date, or its row is not precise
enough, the look-ups raise with a sentence that says why.
"""

from pccresponse.statute.forces import (
    Force,
    LocalPolicingBody,
    PolicingBodyKind,
    UnlistedForce,
    bodies_of,
    body_on,
    days_of_kind,
    force,
    force_typed,
    forces,
    forces_named_in,
    unlisted_force,
)
from pccresponse.statute.office_holders import (
    Address,
    NationalOfficeHolder,
    address_during,
    chief_inspector_during,
    chief_inspectors,
    dissolutions,
    holder_during,
    home_office_address_during,
    home_office_addresses,
    home_secretaries,
    home_secretary_during,
    inspectorate_address_during,
    inspectorate_addresses,
    inspectorate_during,
    inspectorate_on,
    inspectorates,
    institutions,
    not_yet,
)
from pccresponse.statute.practice import (
    election_after,
    every_reuse_terms,
    grading,
    procedure_on,
    procedures,
    procedures_on,
    reuse_terms_on,
)
from pccresponse.statute.regimes import (
    Duty,
    Recipient,
    Regime,
    bank_holiday_doubt,
    bank_holiday_on,
    bank_holiday_years,
    day_number,
    publish_by,
    regime_on,
    regimes,
)
from pccresponse.statute.tables import Announcement, digests_of_tables, folded, tables, use_tables

__all__ = [
    "Address", "Announcement", "Duty", "Force", "LocalPolicingBody", "NationalOfficeHolder", "PolicingBodyKind", "Recipient",
    "Regime", "UnlistedForce", "address_during", "bank_holiday_doubt", "bank_holiday_on", "bank_holiday_years", "bodies_of",
    "body_on", "chief_inspector_during", "chief_inspectors", "day_number", "days_of_kind", "digests_of_tables", "dissolutions",
    "election_after", "every_reuse_terms", "folded", "force", "force_typed", "forces", "forces_named_in", "grading",
    "holder_during", "home_office_address_during", "home_office_addresses", "home_secretaries", "home_secretary_during",
    "inspectorate_address_during", "inspectorate_addresses", "inspectorate_during", "inspectorate_on", "inspectorates",
    "institutions", "not_yet", "procedure_on", "procedures", "procedures_on", "publish_by", "regime_on", "regimes",
    "reuse_terms_on", "tables", "unlisted_force", "use_tables",
]  # fmt: skip
