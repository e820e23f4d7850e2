"""The live page: what a reviewer keeps open beside the editor, served on this machine only and to nobody else.

`watching` notices a save, `refresh` reads and checks the files again, `page_state` keeps what a page shows, `rendering_queue` has documents
made in processes apart, `guard` lets in whoever has the key, and `app` answers the browser. Only this package knows how a page is served.
"""
