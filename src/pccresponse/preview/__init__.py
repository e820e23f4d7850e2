"""The live page: what a reviewer keeps open beside the editor, served on this machine only and to nobody else.

`page_states` notices a save and has documents made in processes apart, `refresh` reads and checks the files again, `page_state` keeps
what a page shows, `serving` lets in whoever has the key, and `app` answers the browser. Only this package knows how a page is served.
"""
