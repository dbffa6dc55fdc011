"""A report in, a paper to hand in out: as Markdown or as a Word document.

`document` says what is in it, `markdown` and `docx` write it down; each is imported by itself.
"""
