"""A response begun from the inspectorate's report: what was found in it, put where it belongs, and what a person has to decide.

`opened_report` opens the file. `from_report` decides what goes where, with `addressees` for who is to act on a finding and
`places_in_report` for where it is in the report. `response_blocks` writes the YAML, line by line with `response_lines`. `merging` brings in a corrected report.
What is not certain is a question: a comment line in the file, and a problem of `check` until the line is gone.
"""
