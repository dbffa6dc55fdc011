"""Speeches and what the analyses find in them, out a workbench to walk through with the keyboard.

What is listed, where a mark stands and which comes next are plain functions (`catalogue`,
`layout`, `marks`, `panels`, `searching`); only `app`, `panes` and `screens` know Textual.
"""
