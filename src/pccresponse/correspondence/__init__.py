"""What goes to the chief officer and what comes back: the form with the findings, the filled-in form, and the letter with the comments.

`word_archive` opens a Word file, and `word_text` turns it into `blocks` of Markdown. `letter` does so for text, PDF and mail, and recognises
what is letterhead, date and signature. `passages` finds what is said about single findings, and makes the edits of the response.

`form` makes the form, as a Word file or a spreadsheet, and `form_answers` reads it when it comes back.
"""
