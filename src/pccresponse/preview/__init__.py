"""The live page, which a reviewer keeps open beside the editor. It is served on this machine and to this user only.

`open_pages` notices a save and has documents made in worker processes, `refresh` reads and checks the files again, `page_state` holds
what a page shows, `serving` admits requests that have the key, and `app` answers them.
"""
