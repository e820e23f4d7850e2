"""What goes to the chief officer and what comes back: the form with the findings, the filled-in form, and the letter with the comments.

`word_package` opens a Word file, `word_styles` and `word_text` turn it into `blocks` of Markdown, and `plain_letter` does so for text, PDF
and mail. `letter` recognises what is letterhead, date and signature, `passages` what is said about single findings, and `recording` says
what of it all is written into the response.

`form` and `form_sheet` make the form, and `form_answers` holds what comes back against what a response can say.
"""
