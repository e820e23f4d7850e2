"""The institutions that findings are addressed to."""

from __future__ import annotations

from collections.abc import Iterator

from pccresponse import statute
from pccresponse.matter import Matter
from pccresponse.naming import name_of
from pccresponse.partial_dates import in_words
from pccresponse.problems import Breach
from pccresponse.rules.rule import WARNING, rule


@rule(
    "INSTITUTION",
    WARNING,
    title="A finding is addressed to an institution that existed when the report was published.",
    remedy='Name whom the report names, under "other_addressees:".',
)
def a_finding_is_addressed_to_an_institution_of_its_time(matter: Matter) -> Iterator[Breach]:
    """No Act asks for this. A report of 2014 cannot speak to an institution that was set up in 2018, and a document that says so is
    wrong on its face. The list of addressees has the names of now; an institution that is gone goes under "other_addressees".
    """
    day = matter.response.report.published_on
    for path, finding in matter.response.found.every_finding():
        for position, addressee in enumerate(finding.addressees):
            found = statute.not_yet(addressee, day)
            if found:
                yield Breach(
                    message=f"{name_of(path, finding)} is addressed to {found.in_sentence}, which did not exist before "
                    f"{in_words(found.since)}; most of its work was then with the {found.before}.",
                    path=(*path, "addressees", position),
                )
