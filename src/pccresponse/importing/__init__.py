"""A response begun from the inspectorate's report: what was found in it, put where it belongs, and what a person has to decide.

`from_report` reads the report and decides what goes where, `addressees` knows whom a finding speaks to, `response_lines` writes the YAML.
What is not certain is a question: a comment line in the file, and a problem of `check` until the line is gone.
"""
