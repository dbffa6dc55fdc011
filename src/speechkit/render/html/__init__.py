"""A report in, one self-contained HTML page out."""

from speechkit.render.html.page import to_html

__all__ = ["to_html"]
