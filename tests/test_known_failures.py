"""Cases we know to fail: one that starts to pass fails the run, and moves to the others."""

from __future__ import annotations

from typing import Any

import pytest

from factories import cases, document
from speechkit.model import Span
from speechkit.split import split_document
from speechkit.text.clean import clean


@pytest.mark.xfail(strict=True, reason="known; see the case's comment")
@pytest.mark.parametrize("case", cases("known_failures"))
def test_a_known_failure_still_fails(case: dict[str, Any]) -> None:
    text = case["text"]
    if case["kind"] == "clean":
        assert clean(text, Span(0, len(text)), body_start=0).view.text == case["expected"]
    else:
        numbers = [speech.number for speech in split_document(document(text)).speeches]
        assert numbers == case["expected"]
