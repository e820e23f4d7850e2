"""The models: one class for each term of section 55 and the inspectorate.

They hold what a person wrote. What follows from it, the law and the dates is in `case`. Editors and the JSON Schema show the description
of each field.

These modules do not import `annotations` from `__future__`: the reader uses the annotations on every run, and to evaluate them from text
would take a tenth of the time of a check.
"""
