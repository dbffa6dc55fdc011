from __future__ import annotations

import pickle

from speechkit.errors import ReadingError


def test_an_error_may_have_several_lines_and_keeps_them_on_its_way_from_a_process() -> None:
    error = pickle.loads(pickle.dumps(ReadingError("a, line 1: x", "a, line 2: y")))  # noqa: S301
    assert error.lines == ("a, line 1: x", "a, line 2: y")
    assert str(error) == "a, line 1: x\na, line 2: y"


def test_a_line_end_in_a_name_makes_no_second_line() -> None:
    assert ReadingError("a\nb.txt: empty").lines == ("a\nb.txt: empty",)
