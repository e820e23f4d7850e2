"""Read → check → compose → render one response: where the stages meet.

`checking` reads and judges; `recording` says what the documents come from; `making` composes and renders them. They are imported one
by one, because a check needs neither of the others.
"""
