"""The live page: what a reviewer keeps open beside the editor, served on this machine only and to nobody else.

`watching` notices a save, `looking` reads and judges the files again, `desk` keeps what the page shows, `pages` has documents made in
a process of its own, and `app` answers the browser. Only this package knows how a page is served.
"""
