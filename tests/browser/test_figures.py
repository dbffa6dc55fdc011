"""Every figure on the page, as the browser shows it, is that of the JSON of the same run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from browser.pages import COMPARED, Built
from browser.reading import (
    NOTHING,
    Row,
    Table,
    agrees,
    read_count,
    read_interval,
    read_lines,
    read_shares,
    read_tables,
)
from speechkit.model import DEFAULT_FALSE_DISCOVERY_RATE, N_POSITIONS, SHINGLE_SIZE
from speechkit.render.html.words import say
from speechkit.render.json import REST
from speechkit.render.labels import label

if TYPE_CHECKING:
    from browser.visiting import Visit
    from speechkit.model import Lang

COMPARED_ONCE = (
    *("speeches", "documents", "pairs_caption", "passages_title", "shares_caption"),
    *("intervals_caption", "contrasts_caption", "distances_caption", "parameters"),
    "topics",
)
COMPARED_BY_SPEECH = ("keyphrases_of", "keyness_of", "themes_of")
"""Captions of the tables that are compared; of a new table the figures are to be compared too."""


@dataclass(frozen=True)
class Shown:
    """A page as it is read, and the JSON of the same run."""

    visit: Visit
    tables: tuple[Table, ...]
    json: dict[str, Any]
    lang: Lang
    has_passages: bool
    """Whether the page is of a report with shared passages; the command makes none."""

    def say(self, key: str, **values: object) -> str:
        return str(say(self.lang, key, **values))

    def rows(self, caption: str) -> tuple[Row, ...]:
        """Rows of the tables of a caption, all of them where there are several."""
        return tuple(r for table in self.tables if table.caption == caption for r in table.rows)

    def number(self, speech: str) -> int:
        """The number by which the page calls a speech."""
        return 1 + [each["id"] for each in self.speeches].index(speech)

    @property
    def is_whole(self) -> bool:
        """Whether the page has whole texts; without them it lists less."""
        return len(self.speeches) <= 35

    @property
    def speeches(self) -> list[dict[str, Any]]:
        return [s for document in self.json["split"]["documents"] for s in document["speeches"]]

    def theme(self, id: str) -> str:  # noqa: A002  # the name of the field
        """What the page calls a theme."""
        (found,) = [each[self.lang] for each in self.json["themes"]["themes"] if each["id"] == id]
        return str(found)

    def shares(self, theme: str) -> dict[int, dict[str, float]]:
        """Of a theme as the page calls it, what each speech with enough text gives it."""
        return {
            self.number(speech["id"]): each
            for speech in self.json["themes"]["speeches"]
            for each in speech["emphasis"]
            if speech["sufficient"] and self.theme(each["theme"]) == theme
        }


@pytest.fixture(scope="module", params=COMPARED)
def shown(
    request: pytest.FixtureRequest,
    visits: Callable[[str], Visit],
    built: Callable[[str], Built],
) -> Shown:
    page = built(request.param)
    visit = visits(request.param)
    return Shown(visit, read_tables(visit), page.json, page.lang, isinstance(page.source, str))


def test_every_table_is_compared_below(shown: Shown) -> None:
    numbers = range(1, len(shown.speeches) + 1)
    known = {shown.say(key) for key in COMPARED_ONCE}
    known |= {shown.say(key, n=n) for key in COMPARED_BY_SPEECH for n in numbers}
    pairs = [(a, b) for a in numbers for b in numbers]
    known |= {
        shown.say(key, a=a, b=b) for key in ("changes_caption", "beside_caption") for a, b in pairs
    }
    known |= {shown.say("cut_caption", whole=a, part=b) for a, b in pairs}
    edits = (shown.say("removed"), shown.say("repaired"))
    others = [t.caption for t in shown.tables if t.caption not in known]
    assert [caption for caption in others if not caption.startswith(edits)] == []


# ----------------------------------------------------------------------------- collection


def test_lines_and_lengths_of_the_speeches(shown: Shown) -> None:
    rows = shown.rows(shown.say("speeches"))
    assert len(rows) == len(shown.speeches)
    for row, speech in zip(rows, shown.speeches, strict=True):
        assert speech["id"] in row[shown.say("title")].text
        assert row[shown.say("number")].text == str(shown.number(speech["id"]))
        wanted = f"{speech['line_start']}–{speech['line_end']}"
        assert row[shown.say("lines")].text == wanted
        assert read_count(row[shown.say("chars")].text) == speech["n_chars"]
        assert row[shown.say("date")].text == (speech["date"] or NOTHING)
        assert row[shown.say("complete")].text == shown.say("yes" if speech["complete"] else "no")


def test_lengths_and_confidence_of_the_documents(shown: Shown) -> None:
    rows = shown.rows(shown.say("documents"))
    for row, document in zip(rows, shown.json["split"]["documents"], strict=True):
        assert read_count(row[shown.say("chars")].text) == document["n_chars"]
        assert read_count(row[shown.say("n_speeches")].text) == len(document["speeches"])
        confidence = row[shown.say("confidence")].text
        assert agrees(confidence, document["confidence"], decimals=2)


def test_the_sums_at_the_top(shown: Shown) -> None:
    lead = shown.visit.page.locator("header").inner_text()
    figures = [read_count(each) for each in re.findall(r"\d[\d,]*", lead)]
    assert {
        len(shown.json["split"]["documents"]),
        len(shown.speeches),
        sum(speech["n_chars"] for speech in shown.speeches),
    } <= set(figures)


def test_numbers_and_lines_of_what_was_removed_and_repaired(shown: Shown) -> None:
    tables = [t for t in shown.tables if t.head[:2] == (shown.say("line"), shown.say("before"))]
    listed: Counter[bool] = Counter()
    for table in tables:
        is_removal = table.caption.startswith(shown.say("removed"))
        (n,) = re.findall(r"\d[\d,]*", table.caption)
        assert len(table.rows) == min(read_count(n), 100)
        listed[is_removal] += read_count(n)
    documents = shown.json["split"]["documents"]
    edits = {True: "removed", False: "repaired"}
    for is_removal, field in edits.items():
        inside = [e for d in documents for e in d[field] if _in_a_speech(e, d["speeches"])]
        assert listed[is_removal] == len(inside)


def _in_a_speech(edit: dict[str, int], speeches: list[dict[str, int]]) -> bool:
    return any(speech["start"] <= edit["start"] < speech["end"] for speech in speeches)


# ------------------------------------------------------------------------------- versions


def test_likeness_of_the_pairs(shown: Shown) -> None:
    rows = shown.rows(shown.say("pairs_caption"))
    pairs = shown.json["dedupe"]["pairs"]
    assert len(rows) == min(len(pairs), 100)
    for row, pair in zip(rows, pairs, strict=False):
        assert row[shown.say("pair")].links == _links(shown, pair["a"], pair["b"])
        assert row[shown.say("verdict")].text == label(f"pair.{pair['kind']}", shown.lang)
        for column, field in (
            ("jaccard", "jaccard"),
            ("a_in_b", "containment_a"),
            ("b_in_a", "containment_b"),
        ):
            assert agrees(row[shown.say(column)].text, pair[field], decimals=3)


def test_places_and_lengths_of_the_changes(shown: Shown) -> None:
    for difference in shown.json["dedupe"]["differences"][:100]:
        a, b = (shown.number(difference[side]) for side in "ab")
        rows = shown.rows(shown.say("changes_caption", a=a, b=b))
        changes = difference["changes"][: 200 if shown.is_whole else 12]
        assert len(rows) == len(changes)
        # Changes of the layout have a table of their own, after the others.
        ordered = sorted(changes, key=lambda change: change["kind"] == "layout")
        for row, change in zip(rows, ordered, strict=True):
            assert row.cells[0].text == label(f"change.{change['kind']}", shown.lang)
            for cell, number, side in zip(row.cells[1:], (a, b), "ab", strict=True):
                place = change[side]
                wanted = (f"#s{number}-L{place['line_start']}",) if place else ()
                assert cell.links == wanted
                if place and (length := re.search(r"([\d,]+) ?(characters|字)$", cell.text)):
                    assert read_count(length[1]) == len("".join(place["text"].split()))


def test_texts_side_by_side_are_those_of_the_changes(shown: Shown) -> None:
    for difference in shown.json["dedupe"]["differences"][:100]:
        a, b = (shown.number(difference[side]) for side in "ab")
        rows = shown.rows(shown.say("beside_caption", a=a, b=b))
        for row in rows:
            kind = row.cells[0].text
            for cell, number, side in zip(row.cells[1:], (a, b), "ab", strict=True):
                assert {link.partition("-")[0] for link in cell.links} <= {f"#s{number}"}
                gone = {shown.say("row_deleted"): "a", shown.say("row_inserted"): "b"}.get(kind)
                if gone == side:
                    text = "".join(cell.text.partition(" ")[2].split()).rstrip("…")
                    changed = [c[side]["text"] for c in difference["changes"] if c[side]]
                    assert any(text in "".join(each.split()) for each in changed)


def test_places_and_lengths_of_shared_passages(shown: Shown) -> None:
    rows = shown.rows(shown.say("passages_title"))
    passages = shown.json["dedupe"]["passages"]
    if not rows and not shown.has_passages:
        return  # `report` does not look for them
    assert len(rows) == min(len(passages), 30)
    wanted = {
        (len(each["text"]), tuple(sorted(_place(shown, place) for place in each["places"])))
        for each in passages
    }
    for row in rows:
        lines = tuple(sorted(link for link in row[shown.say("places")].links if "-L" in link))
        assert (read_count(row[shown.say("chars")].text), lines) in wanted


def _place(shown: Shown, place: dict[str, Any]) -> str:
    return f"#s{shown.number(place['speech'])}-L{place['line_start']}"


def _links(shown: Shown, *speeches: str) -> tuple[str, ...]:
    return tuple(f"#s{shown.number(each)}" for each in speeches if each != REST)


# ------------------------------------------------------------------------------- keywords


def test_counts_rates_scores_and_lines_of_the_keyphrases(shown: Shown) -> None:
    for speech in shown.json["keywords"]["speeches"]:
        rows = shown.rows(shown.say("keyphrases_of", n=shown.number(speech["id"])))
        if not rows and len(shown.speeches) > 35:
            continue  # told in one line, see below
        for row, keyword in zip(rows, speech["keywords"], strict=True):
            assert row[shown.say("term")].text == keyword["term"]
            assert read_count(row[shown.say("times")].text) == keyword["count"]
            assert agrees(row[shown.say("per_10k")].text, keyword["per_10k"], decimals=1)
            assert agrees(row[shown.say("score")].text, keyword["score"], decimals=2)
            lines, n_more = read_lines(row[shown.say("lines")].text)
            wanted = Counter(place["line"] for place in keyword["places"])
            assert lines.items() <= wanted.items()
            assert len(lines) + n_more == len(wanted)


def test_figures_of_what_sets_a_speech_apart(shown: Shown) -> None:
    for speech in shown.json["keywords"]["speeches"]:
        rows = shown.rows(shown.say("keyness_of", n=shown.number(speech["id"])))
        if not rows and len(shown.speeches) > 35:
            continue
        for row, term in zip(rows, speech["keyness"], strict=True):
            assert row[shown.say("term")].text.split("\n")[0].startswith(term["term"])
            assert read_count(row[shown.say("times")].text) == term["count"]
            assert read_count(row[shown.say("elsewhere")].text) == term["reference_count"]
            measure = shown.say("measure", name=label(f"measure.{term['measure']}", shown.lang))
            assert agrees(row[measure].text, term["score"], decimals=2)
            ratio, low, high = read_interval(row[shown.say("log_ratio")].text)
            assert agrees(ratio, term["log_ratio"], decimals=2)
            assert agrees(low, term["low"], decimals=1)
            assert high == "∞" if term["high"] is None else agrees(high, term["high"], decimals=1)
            lines, n_more = read_lines(row[shown.say("lines")].text)
            wanted = Counter(place["line"] for place in term["places"])
            assert lines.items() <= wanted.items()
            assert len(lines) + n_more == len(wanted)
            assert agrees(row[shown.say("g2")].text, term["g2"], decimals=1)
            assert agrees(row[shown.say("dispersion")].text, term["dispersion"], decimals=2)


def test_counts_of_the_keyphrases_told_in_a_line(shown: Shown) -> None:
    if len(shown.speeches) <= 35:
        return
    articles = shown.visit.page.locator("article:has(> h3[id$='-k'])")
    for speech, article in zip(
        shown.json["keywords"]["speeches"], articles.all_inner_texts(), strict=True
    ):
        for keyword in speech["keywords"][:6]:
            assert f"{keyword['term']}\u00a0{keyword['count']}" in article


# --------------------------------------------------------------------------------- themes


def test_shares_and_intervals_of_every_theme(shown: Shown) -> None:
    found = {
        (theme, number): text
        for theme, number, text in _heat(shown)
        if theme not in {shown.say("framing"), shown.say("scored")}
    }
    speeches = shown.json["themes"]["speeches"]
    themes = [shown.theme(each["id"]) for each in shown.json["themes"]["themes"]]
    numbers = [shown.number(speech["id"]) for speech in speeches]
    assert set(found) == {(theme, number) for theme in themes for number in numbers}
    for (theme, number), text in found.items():
        each = shown.shares(theme).get(number)
        if each is None:
            assert text == NOTHING
            continue
        share, *interval = re.split(r"[\n–]", text)
        assert agrees(share, each["share"], decimals=1, scale=100)
        assert len(interval) == (0 if len(speeches) > 12 else 2)
        for bound, field in zip(interval, ("low", "high"), strict=False):
            assert agrees(bound, each[field], decimals=1, scale=100)


def test_ritual_text_and_lengths_that_were_scored(shown: Shown) -> None:
    found = {(name, number): text for name, number, text in _heat(shown)}
    for speech in shown.json["themes"]["speeches"]:
        number = shown.number(speech["id"])
        framing = found[shown.say("framing"), number]
        assert agrees(framing, speech["framing_fraction"], decimals=1, scale=100)
        if (scored := found.get((shown.say("scored"), number))) is not None:
            assert read_count(scored) == speech["n_chars"]


def _heat(shown: Shown) -> Iterator[tuple[str, int, str]]:
    """What is at the side, the speech, and what is in the cell; speeches down or across."""
    (table,) = [each for each in shown.tables if each.caption == shown.say("shares_caption")]
    for row in table.rows:
        if len(row.cells) != len(table.head):
            continue  # the name of a group
        for name, cell in zip(table.head[1:], row.cells[1:], strict=True):
            if table.head[0] == shown.say("speech"):
                yield name, int(row.cells[0].text), cell.text
            else:
                yield row.cells[0].text, int(name.split("\n")[0]), cell.text


def test_differences_with_their_intervals_p_and_q(shown: Shown) -> None:
    rows = shown.rows(shown.say("contrasts_caption"))
    told = [each for each in _compared(shown) if each["distinguishable"]]
    wanted = {_contrast_key(shown, each): each for each in told}
    assert len(wanted) == len(told)
    assert len(rows) == min(len(told), 100)
    pictures = shown.visit.ask("differences")
    for row, picture in zip(rows, pictures, strict=True):
        more, less = (row[shown.say(column)].text for column in ("more_in", "less_in"))
        each = wanted[row[shown.say("theme")].text, more, less]
        sign = 1 if each["difference"] > 0 else -1
        bounds = sorted((sign * each["low"], sign * each["high"]))
        values = (sign * each["difference"], *bounds)
        texts = read_interval(row[shown.say("points")].text)
        for text, value in zip(texts, values, strict=True):
            assert agrees(text, value, decimals=1, scale=100)
        assert agrees(row["p"].text, each["p"], decimals=4)
        assert agrees(row["q"].text, each["q"], decimals=3)
        assert set(texts) <= set(re.findall(r"-?[\d.]+\d", picture["described"]))
        place, slack = _scale(picture["marks"])
        drawn = (picture["dot"], *picture["line"], picture["zero"])
        for x, value in zip(drawn, (*values, 0.0), strict=True):
            assert abs(x - place(value)) <= slack


def _compared(shown: Shown) -> list[dict[str, Any]]:
    """The contrasts but those of two versions of one text, which have a part of their own."""
    return [each for each in shown.json["themes"]["contrasts"] if each["kind"] != "versions"]


def _contrast_key(shown: Shown, each: dict[str, Any]) -> tuple[str, str, str]:
    names = [
        shown.say("rest") if each[side] == REST else str(shown.number(each[side]))
        for side in ("a", "b")
    ]
    more, less = names if each["difference"] > 0 else reversed(names)
    return shown.theme(each["theme"]), more, less


def test_distances_of_the_pairs(shown: Shown) -> None:
    distances = {
        frozenset(_links(shown, each["a"], each["b"])): each["jensen_shannon"]
        for each in shown.json["themes"]["distances"]
    }
    told: Counter[frozenset[str]] = Counter()
    for each in _compared(shown):
        told[frozenset(_links(shown, each["a"], each["b"]))] += each["distinguishable"]
    found = dict(_distances(shown))
    assert found.keys() == distances.keys() | told.keys()
    for pair, (distance, n_told) in found.items():
        if pair in distances:
            assert agrees(distance, distances[pair], decimals=3)
        else:
            assert distance == NOTHING
        assert n_told == (str(told[pair]) if pair in told else NOTHING)


def _distances(shown: Shown) -> Iterator[tuple[frozenset[str], tuple[str, str]]]:
    """Of each pair the distance and how many themes tell it apart, as a matrix or a list has it."""
    (table,) = [each for each in shown.tables if each.caption == shown.say("distances_caption")]
    for row in table.rows:
        if table.head[0] == shown.say("pair"):
            figures = row[shown.say("distance")].text, row[shown.say("n_told")].text
            yield frozenset(row[shown.say("pair")].links), figures
            continue
        for name, cell in zip(table.head[1:], row.cells[1:], strict=True):
            distance, _, n_told = cell.text.partition("\n")
            if name != row.cells[0].text and n_told:
                yield frozenset((*row.cells[0].links, f"#s{name}")), (distance, n_told)


def test_points_of_the_map_lie_as_those_of_the_json(shown: Shown) -> None:
    plane = shown.json["themes"]["map"]
    drawn = shown.visit.ask("map")
    assert (drawn is None) == (plane is None)
    if drawn is None:
        return
    assert len(drawn["themes"]) == len(plane["themes"])
    assert len(drawn["speeches"]) == len(plane["speeches"])
    for axis, field in enumerate(("x", "y")):
        places = sorted(point[axis] * (1 - 2 * axis) for point in drawn["themes"])
        values = sorted(point[field] for point in plane["themes"])
        unit = (places[-1] - places[0]) / ((values[-1] - values[0]) or 1.0)
        for place, value in zip(places, values, strict=True):
            assert abs(place - places[0] - unit * (value - values[0])) <= 1.5
    said = shown.visit.page.locator("main").inner_text()
    for point in plane["themes"]:
        name = shown.theme(point["id"])
        assert name in drawn["names"] or name in _unnamed(said, shown)


def _unnamed(said: str, shown: Shown) -> str:
    """The sentence that names what the map has no room for."""
    beginning = shown.say("map_unnamed", list="").rstrip("。. ")
    return said.partition(beginning)[2].partition("\n")[0]


def test_what_the_cuts_did_to_the_themes(shown: Shown) -> None:
    for cut in shown.json["themes"]["versions"][: 12 if shown.is_whole else 4]:
        numbers = {side: shown.number(cut[side]) for side in ("whole", "part")}
        rows = shown.rows(shown.say("cut_caption", **numbers))
        assert rows
        themes = {shown.theme(each["theme"]): each for each in cut["themes"]}
        for row in rows:
            each = themes[row.cells[0].text.removesuffix(" *")]
            shares = [row.cells[n].text.removesuffix("%") for n in (1, 2, 4)]
            for text, field in zip(shares, ("whole", "part", "removed_fraction"), strict=True):
                assert agrees(text, each[field], decimals=1, scale=100)


def test_figures_of_the_topics(shown: Shown) -> None:
    rows = shown.rows(shown.say("topics"))
    for row, topic in zip(rows, shown.json["themes"]["topics"], strict=True):
        assert row[shown.say("topic")].text == topic["label"]
        covered = row[shown.say("covered")].text.rstrip(" !").removesuffix("%")
        assert agrees(covered, topic["covered"], decimals=0, scale=100)
        stability = row[shown.say("stability")].text.rstrip(" ?")
        assert agrees(stability, topic["stability"], decimals=2)
        if topic["theme"]:
            theme, _, overlap = row[shown.say("theme")].text.rpartition(" ")
            assert theme == shown.theme(topic["theme"])
            assert agrees(overlap.removesuffix("%"), topic["overlap"], decimals=0, scale=100)
        shares = [cell.text.removesuffix("%") for cell in row.cells[-len(topic["shares"]) :]]
        for share, value in zip(shares, topic["shares"], strict=True):
            assert agrees(share, value, decimals=1, scale=100)
        lines = [link for link in row[shown.say("evidence")].links if "-L" in link]
        wanted = [f"#s{shown.number(e['speech'])}-L{e['line']}" for e in topic["evidence"]]
        assert lines == wanted


def test_what_is_said_of_each_theme_of_a_speech(shown: Shown) -> None:
    rows = [row for table in shown.tables for row in table.rows if re.match(r"s\d+-t\d+$", row.id)]
    minor = shown.visit.ask("texts", ".minor [id]")
    found = dict(_details(shown))
    for row in rows:
        speech, each = found[row.id]
        assert row.cells[0].text == shown.theme(each["theme"])
        share = row[shown.say("share")].text.split("\n")[0].removesuffix("%")
        assert agrees(share, each["share"], decimals=1, scale=100)
        terms = row[shown.say("terms")].text.split(" · ") if each["terms"] else []
        assert terms == [f"{t['term']} {t['count']}" for t in each["terms"][: len(terms)]]
        lines, _ = read_lines(row[shown.say("evidence")].text.split("\n")[0])
        assert lines == _evidence(each, lines)
        assert {link.partition("-")[0] for link in row[shown.say("evidence")].links} <= {
            f"#s{shown.number(speech)}"
        }
    for name, text in minor.items():
        _, each = found[name]
        words = text.removeprefix(shown.theme(each["theme"])).split()
        assert agrees(words[0].removesuffix("%"), each["share"], decimals=1, scale=100)
        lines, _ = read_lines(" ".join(words[1:]))
        assert lines == _evidence(each, lines)
    if len(shown.speeches) <= 35:
        assert {row.id for row in rows} | set(minor) == {
            name for name, (_, each) in found.items() if each["share"] > 0 or each["evidence"]
        }


def _details(shown: Shown) -> Iterator[tuple[str, tuple[str, dict[str, Any]]]]:
    themes = [each["id"] for each in shown.json["themes"]["themes"]]
    for speech in shown.json["themes"]["speeches"]:
        for each in speech["emphasis"]:
            name = f"s{shown.number(speech['id'])}-t{1 + themes.index(each['theme'])}"
            yield name, (speech["id"], each)


def _evidence(each: dict[str, Any], shown: Counter[int]) -> Counter[int]:
    """Lines of the sentences of a theme, as many of the best ones as are shown."""
    return Counter(sentence["line"] for sentence in each["evidence"][: shown.total()])


def test_the_parameters(shown: Shown) -> None:
    rows = {row.cells[0].text: row.cells[1].text for row in shown.rows(shown.say("parameters"))}
    wanted = {
        "p_codebook": shown.json["themes"]["codebook"],
        "p_themes": len(shown.json["themes"]["themes"]),
        "p_threshold": shown.json["dedupe"]["threshold"],
        "p_containment": shown.json["dedupe"]["containment"],
        "p_shingle": SHINGLE_SIZE,
        "p_fdr": DEFAULT_FALSE_DISCOVERY_RATE,
        "p_positions": N_POSITIONS,
    }
    assert {key: rows[shown.say(key)] for key in wanted} == {k: str(v) for k, v in wanted.items()}


# ------------------------------------------------------------------------------- pictures


def test_pictures_of_shares_say_and_draw_what_the_json_has(shown: Shown) -> None:
    shown.visit.look(opened=True)
    dropped = {i for g in shown.json["dedupe"]["groups"] for i in g["speeches"] if i != g["kept"]}
    hollow = {shown.number(speech) for speech in dropped}
    forests = shown.visit.ask("forests")
    assert len(forests) == len(shown.json["themes"]["themes"])
    for forest in forests:
        shares = shown.shares(forest["theme"])
        if forest["lines"]:
            _check_described(forest["described"], shares)
        else:  # one line for all, of those that stand for themselves
            shares = {number: each for number, each in shares.items() if number not in hollow}
        _check_drawn(forest, shares)


def _check_described(described: str, shares: dict[int, dict[str, float]]) -> None:
    told = {int(number): share for number, share in read_shares(described)}
    assert told.keys() == shares.keys()
    for number, share in told.items():
        assert agrees(share, shares[number]["share"], decimals=1, scale=100)


def _scale(marks: list[tuple[float, float]]) -> tuple[Callable[[float], float], float]:
    """Where on the screen a fraction stands by the marks of an axis, and how exactly."""
    (first, left), *_, (last, right) = marks

    def place(value: float) -> float:
        return float(left + (100 * value - first) / (last - first) * (right - left))

    return place, 0.002 * (right - left) + 1  # a tenth of a per cent is drawn, a pixel is seen


def _check_drawn(forest: dict[str, Any], shares: dict[int, dict[str, float]]) -> None:
    """Dots and ends of intervals stand where the marks of the axis say."""
    place, slack = _scale(forest["marks"])
    wanted = sorted(place(each["share"]) for each in shares.values())
    dots = sorted(forest["dots"])
    assert len(dots) == len(wanted)
    assert all(abs(dot - x) <= slack for dot, x in zip(dots, wanted, strict=True))
    if forest["lines"]:
        ends = sorted((place(each["low"]), place(each["high"])) for each in shares.values())
        drawn = sorted(tuple(line) for line in forest["lines"])
        assert len(drawn) == len(ends)
        for axis in (0, 1):
            pairs = zip(sorted(d[axis] for d in drawn), sorted(e[axis] for e in ends), strict=True)
            assert all(abs(x - y) <= slack for x, y in pairs)


def test_pictures_of_where_a_theme_stands_are_as_high_as_its_shares(shown: Shown) -> None:
    sparks = shown.visit.ask("sparks")
    found = dict(_details(shown))
    assert sparks or len(shown.speeches) > 35
    for name, spark in sparks.items():
        positions = found[name][1]["positions"]
        assert len(spark["bars"]) == len(positions)
        for bar, share in zip(spark["bars"], positions, strict=True):
            assert (bar > 0) == (share > 0)
            assert -1e-9 <= bar - share <= 1 / 9 + 1e-5
        figures = re.findall(r"[\d.]+", spark["described"])
        peak = max(positions)
        assert sorted(figures[:2], key=int) == sorted(
            (str(1 + positions.index(peak)), str(len(positions))), key=int
        )
        assert agrees(figures[2], peak, decimals=1, scale=100)
