"""Read → check → compose → render one response: where the stages meet.

`checking` reads and judges; `record` says what the documents come from; `rendering` composes and renders them. They are imported one
by one, because a check needs neither of the others. Here is only what has to be true of what goes with the files.
"""

from __future__ import annotations

CODES: dict[str, str] = {
    "LAW-DAY": "The tables of the law have an answer for the day of the report and for the force.",
    "SAMPLE": "No sample text that new wrote is left in a file.",
    "LOGO": "The logo is a PNG or JPEG file of at most 2 MB in the folder of office.yaml, with a name of plain letters, digits, dots, "
    "hyphens and underscores that ends in .png, .jpg or .jpeg.",
    "REPORT-FILE": "The report that is kept beside the response can be read: .txt, .html, .pdf or .docx with words in it, up to 50 MB.",
    "REPORT-NOT-HELD": "The report is kept beside the response, so that its words can be compared.",
    "NOT-PRINTED": "Whatever somebody wrote is read in one of the documents, as often as it was written.",
    "LOST-WORDS": "Every word of a text is printed, whatever its Markdown is.",
    "NO-WORDS": "A text that is written says something when it is printed.",
    "TOO-MUCH": "No document has more headings, and no table more rows or columns, than can be set and validated.",
    "EDITION-TEMPLATE": "The templates of the edition can be filled in.",
    "EDITION-UNNAMED": "The response names the edition of the templates that it is made with.",
    "EDITION-UNKNOWN": "The edition that the response names is there.",
    "EDITION-UNRELEASED": "The edition is released, so that none of its files can change any more.",
    "EDITION-CHANGED": "No file of a released edition is missing, added, or other than on the day of release.",
    "EDITION-FILES": "An edition has no links, and no more files than an edition can need.",
    "EDITION-NAME": "An edition bears the name of its folder, and no name of another one.",
    "PUBLISH-DATE": "What is published bears the date on which it is published.",
    "PUBLISH-CORRECTION": "What is published again says what was corrected since.",
    "PUBLISH-EDITION": "What is published names its edition, and that edition is released.",
    "PUBLISH-APPROVAL": "What is published was approved, as it stands, in each role that office.yaml requires.",
}
