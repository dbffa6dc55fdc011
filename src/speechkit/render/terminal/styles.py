"""What a colour means on the terminal, for all screens: there are no other styles.

Each repeats what a sign or a word says already. What is lost is orange and what is new is blue,
which people who do not tell red from green tell apart. The colours are neither bright nor dark,
so that they can be read on a white and on a black ground; nothing is yellow or white.
"""

from __future__ import annotations

HEADING_STYLE = "bold"
"""The line above a part of the page, and names of columns."""
ID_STYLE = "color(30)"
"""Teal: the name of a speech, of a place in it, of a theme in a list."""
LESS_STYLE = "color(166)"
"""Orange: only in the first, left out, less than the other; `-` says it too."""
MORE_STYLE = "color(27)"
"""Blue: only in the second, added, more than the other; `+` says it too."""
CHANGED_STYLE = "color(133)"
"""Purple: neither lost nor new, but reworded or moved; `~`, `<`, `>` or a word say it too."""
HIT_STYLE = "bold underline"
"""What was looked for; it stands in brackets or in a column of its own too."""
WARNING_STYLE = "bold color(130)"
"""Brown: what the reader should not overlook; `!`, `?` or a word say it too."""
FAINT_STYLE = "dim"
"""What explains, and what only shows where we are; never a result."""
SHADE_STYLES = ("black on color(74)", "black on color(117)", "black on color(195)")
"""Blues behind a figure, from the strongest to the weakest; the figure says it too."""

STYLES = frozenset(
    (
        HEADING_STYLE,
        ID_STYLE,
        LESS_STYLE,
        MORE_STYLE,
        CHANGED_STYLE,
        HIT_STYLE,
        WARNING_STYLE,
        FAINT_STYLE,
        *SHADE_STYLES,
    )
)
"""All of them."""
