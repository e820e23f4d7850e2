"""Read → check → compose → render one response: where the stages meet.

`checking` reads and judges; `record` says what the documents come from; `rendering` composes and renders them. They are imported one
by one, because a check needs neither of the others. Here is only what has to be true of what goes with the files.
"""

from __future__ import annotations

CODES: dict[str, str] = {
    "LAW-DAY": "The law tables have an answer for the day of the report and for the force.",
    "SAMPLE": "No sample text that new wrote is left in a file.",
    "IMPORT-QUESTION": "You have answered every question that the program left in the file: no line begins with # CHECK.",
    "LOGO": "The logo is a PNG or JPEG file of at most 2 MB in the folder of office.yaml. Its name has plain letters, digits, dots, hyphens and underscores and ends in .png, .jpg or .jpeg.",
    "REPORT-FILE": "The program can read the report that you keep beside the response: .txt, .html, .pdf or .docx with words in it, up to 50 MB.",
    "REPORT-NOT-HELD": "You keep the report beside the response, so that the program can compare the words.",
    "NOT-PRINTED": "A document prints every text that you write, as often as you write it.",
    "LOST-WORDS": "The documents print every word of a text, whatever its Markdown is.",
    "WIDE-TABLE": "Every table of a text fits on a page in type of 9 points or more, without breaking a word or a figure.",
    "NO-WORDS": "A text that you write has words in it when it is printed.",
    "TOO-MUCH": "No document has more headings, and no table more rows or columns, than the program can lay out and validate.",
    "EDITION-TEMPLATE": "The program can fill in the templates of the edition.",
    "EDITION-UNNAMED": "The response names the edition of the templates that it uses.",
    "EDITION-UNKNOWN": "The edition that the response names exists.",
    "EDITION-UNRELEASED": "The edition is released, so that its files can no longer change.",
    "EDITION-CHANGED": "No file of a released edition is missing, has been added, or has changed since the day of release.",
    "EDITION-FILES": "An edition has no links, and no more files than an edition can need.",
    "EDITION-NAME": "An edition has the same name as its folder, and no name that another edition has.",
    "PUBLISH-DATE": "The documents that you publish have the date on which you publish them.",
    "PUBLISH-CORRECTION": "A new version says what was corrected.",
    "PUBLISH-EDITION": "The documents that you publish name their edition, and that edition is released.",
    "PUBLISH-APPROVAL": "Each role that office.yaml requires has approved the response as it is.",
}
