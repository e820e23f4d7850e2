"""Documents from a case: what to say, as HTML, as PDF. Nothing here validates, and nothing here reads a file of the workspace."""
