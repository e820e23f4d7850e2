"""The duties of section 55 as they stand on a day: what is done, late, to come, missing, not required or not known, and what shows it.

This is the one place that decides it. The list of all responses, the live page and the record in a document repeat it.
"""
