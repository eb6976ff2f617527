"""The forms of a report: sound for their readers, true to the session, harmless for anyone."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from junitparser import Failure, JUnitXml, Skipped

from hollowbeam_conformance.run.render import FILES, FORMATS, write
from hollowbeam_conformance.run.render.badge import badge
from hollowbeam_conformance.run.render.github import github
from hollowbeam_conformance.run.render.junit import junit
from hollowbeam_conformance.run.render.page import page
from hollowbeam_conformance.run.render.text import text
from hollowbeam_conformance.run.report import ClauseInfo, Finding, Report, by_clause
from hollowbeam_conformance.run.session import Options

HOSTILE = '</code><script>alert("1")</script>&\x1b[2J, a: b%'
CLAUSES = {"CNT-3": ClauseInfo(title="Nobody takes more than there is", place="spec/counter.md:30")}
OPTIONS = Options(
    expected={"cnt-4-after-refusal": "we lend", "cnt-1-zero": "never"},
    reproduce=lambda case: f"hb conform --only {case or '*'} -- './my adapter'",
    clauses=CLAUSES,
)
VOID = {"br", "meta", "link", "img", "input", "hr"}


class Elements(HTMLParser):
    """Collects elements, and holds that each is closed where it must be."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def mixed(meet: Any) -> Report:
    """A session with a finding, an expected failure, a stale expectation and passes."""
    report: Report = meet("Overdraft", OPTIONS)
    return report


@pytest.fixture
def hostile(mixed: Report) -> Report:
    """A report whose texts try to be markup."""
    report = mixed.model_copy(deep=True)
    report.findings[0] = Finding(
        kind="wrong-out",
        clause="CNT-3",
        case="cnt-3-overdraft",
        title=HOSTILE.replace("\x1b", "ESC"),
        role="counter",
        detail=HOSTILE.replace("\x1b", "ESC"),
        expected=HOSTILE.replace("\x1b", "ESC"),
        actual=HOSTILE.replace("\x1b", "ESC"),
        reproduce="hb",
    )
    return report


def test_the_mixture_is_what_it_is_said_to_be(mixed: Report) -> None:
    assert [(found.kind, found.case) for found in mixed.findings] == [
        ("stale-expectation", "cnt-1-zero"),
        ("wrong-outcome", "cnt-3-overdraft"),
    ]
    assert [found.case for found in mixed.expected_failures] == ["cnt-4-after-refusal"]


def test_text_says_verdict_finding_and_how_to_go_on(mixed: Report) -> None:
    lines = text(mixed).splitlines()
    assert lines[0] == "✗ zoo 1 does not conform to HB.1"
    assert lines[1].startswith("  7 cases: 5 passed, 1 failed, 1 expected to fail; 19 requests in ")
    at = lines.index("CNT-3 Nobody takes more than there is  spec/counter.md:30")
    assert lines[at + 1 : at + 6] == [
        "  ✗ cnt-3-overdraft  What cnt-3-overdraft shows",
        "    wrong-outcome step 3: accepted what must be refused",
        '    expected  {"reject": {"code": "INSUFFICIENT"}}',
        (
            '    actual    {"ok": {"digest": "myUDB_ImgTq8Zt0zTVwJJQbbw9Yhq43poKiXQadZmgc", '
            '"effects": [{"by": "0"}], "out": null}}'
        ),
        "    reproduce hb conform --only cnt-3-overdraft -- './my adapter'",
    ]
    assert "  ~ CNT-4 cnt-4-after-refusal: we lend" in lines
    assert "  control      6 of 6 falsified replies flagged" in lines
    assert "  certificate  none: 2 findings; 1 expected failure" in lines
    assert "  read the first clause         hb spec CNT-1" in lines
    assert "\x1b" not in text(mixed)


def test_text_shows_the_trace_where_it_is_asked_to(mixed: Report) -> None:
    assert '"Take"' not in text(mixed)
    wanted = '    ✗  3 request  {"verb": "step", "op": "Take", "args": {"amount": "7"}}'
    assert wanted in text(mixed, verbose=True).splitlines()


def test_text_shows_few_findings_in_full_and_names_all(meet: Any) -> None:
    report = meet("AcceptsAll")
    template = report.findings[0]
    report.findings = [
        template.model_copy(
            update={"case": f"cnt-1-number-{number}", "reproduce": f"again {number}"}
        )
        for number in range(9)
    ]
    lines = text(report).splitlines()
    for number in range(9):
        assert sum(f"cnt-1-number-{number}" in line for line in lines) == 1
        assert f"    reproduce again {number}" in lines
    assert sum(line.startswith("    expected") for line in lines) == 3
    everything = text(report, verbose=True).splitlines()
    assert sum(line.startswith("    expected") for line in everything) == 9


def test_text_has_colour_only_where_it_is_wanted(mixed: Report) -> None:
    coloured = text(mixed, colour=True)
    assert coloured.startswith("\x1b[1;31m✗ zoo 1 does not conform to HB.1\x1b[0m")


@pytest.mark.parametrize(
    ("behaviour", "first"),
    [
        ("Honest", "✓ zoo 1 conforms to HB.1"),
        (
            "CrashAtStart",
            "! could not test: no reply to hello: crash, exited with status 3",
        ),
    ],
)
def test_text_begins_with_the_verdict(behaviour: str, first: str, meet: Any) -> None:
    assert text(meet(behaviour)).splitlines()[0] == first


def test_json_is_the_report_itself(mixed: Report) -> None:
    written = FORMATS["json"](mixed)
    assert Report.model_validate_json(written) == mixed
    assert json.loads(written)["findings"][1]["clause"] == "CNT-3"


def test_junit_is_read_as_what_it_means(mixed: Report) -> None:
    root = JUnitXml.fromstring(junit(mixed).encode())
    assert (root.tests, root.failures, root.errors, root.skipped) == (8, 2, 0, 1)
    suites = {suite.name: list(suite) for suite in root}
    assert list(suites) == ["counter", "session"]
    tests = {case.name: case for case in suites["counter"]}
    assert [tests[name].classname for name in ("cnt-1-zero", "cnt-3-overdraft")] == [
        "CNT-1",
        "CNT-3",
    ]
    (failure,) = tests["cnt-3-overdraft"].result
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("wrong-outcome", "accepted what must be refused")
    assert "reproduce: hb conform --only cnt-3-overdraft" in failure.text
    (skipped,) = tests["cnt-4-after-refusal"].result
    assert isinstance(skipped, Skipped)
    assert skipped.message == "expected to fail: we lend"
    assert tests["cnt-1-zero"].result == []
    (stale,) = suites["session"]
    assert (stale.classname, stale.name) == ("expected failures", "cnt-1-zero")


def test_junit_has_an_error_where_nothing_could_be_tested(meet: Any) -> None:
    root = JUnitXml.fromstring(junit(meet("CrashAtStart")).encode())
    assert (root.tests, root.failures, root.errors) == (1, 0, 1)


def test_junit_files_a_bad_end_under_the_protocol(meet: Any) -> None:
    root = JUnitXml.fromstring(junit(meet("TalksAfterStop")).encode())
    (case,) = list(root)[1]
    assert (case.classname, case.name, root.failures) == ("adapter protocol", "stop", 1)


def test_page_is_whole_and_needs_no_network(mixed: Report) -> None:
    document = page(mixed)
    elements = Elements(document)
    assert elements.open == []
    loading = [
        attributes[name]
        for _, attributes in elements.found
        for name in ("src", "href", "data", "action")
        if name in attributes
    ]
    assert loading
    assert all(str(target).startswith("#") for target in loading)
    assert "url(" not in document
    assert "@import" not in document
    policy = next(a["content"] for t, a in elements.found if t == "meta" and "http-equiv" in a)
    assert str(policy).startswith("default-src 'none';")


def test_page_links_each_clause_to_what_it_has(mixed: Report) -> None:
    elements = Elements(page(mixed)).found
    chips = {
        attributes["href"]: attributes["class"]
        for tag, attributes in elements
        if tag == "a" and str(attributes.get("class")).startswith("chip")
    }
    ids = {attributes["id"] for _, attributes in elements if "id" in attributes}
    assert chips == {
        "#cases-CNT-1": "chip passed",
        "#cases-CNT-2": "chip passed",
        "#finding-CNT-3": "chip failed",
        "#cases-CNT-4": "chip expected-failure",
        "#cases-CNT-5": "chip passed",
    }
    assert {str(target)[1:] for target in chips} <= ids


def test_page_shows_the_failing_trace_and_how_to_repeat_it(mixed: Report) -> None:
    document = page(mixed)
    assert '<tr class="wrong"><td class="number">3</td>' in document
    assert "<code>hb conform --only cnt-3-overdraft -- &#x27;./my adapter&#x27;</code>" in document
    assert "Nobody takes more than there is" in document


def test_nothing_that_comes_from_outside_is_markup(hostile: Report) -> None:
    assert [tag for tag, _ in Elements(page(hostile)).found].count("script") == 1
    ET.fromstring(junit(hostile))
    ET.fromstring(badge(hostile))
    assert len(github(hostile).splitlines()) == len(hostile.findings) + 1


def test_annotations_are_one_line_each_and_escaped(hostile: Report) -> None:
    first, _, last = github(hostile).splitlines()
    assert first.startswith("::error title=CNT-3 cnt-3-overdraft::</code><script>")
    assert "%0Aexpected </code>" in first
    assert "a: b%25" in first
    assert last == (
        "::error title=Hollow BEAM conformance::zoo 1 does not conform to HB.1%0A"
        "5 of 7 cases passed, 0 skipped"
    )


@pytest.mark.parametrize(
    ("behaviour", "options", "said", "colour"),
    [
        ("Honest", Options(), "conforms 7/7", "#24704f"),
        ("Honest", Options(patterns=["cnt-1-*"]), "2/2 passed", "#8a5a00"),
        ("Overdraft", Options(), "2 findings", "#a3362b"),
        ("CrashAtStart", Options(), "not tested", "#6b6f76"),
    ],
)
def test_badge_says_how_it_went_and_is_green_only_for_a_certificate(
    behaviour: str, options: Options, said: str, colour: str, meet: Any
) -> None:
    drawing = ET.fromstring(badge(meet(behaviour, options)))
    texts = [each.text for each in drawing.iter("{http://www.w3.org/2000/svg}text")]
    fills = [each.get("fill") for each in drawing.iter("{http://www.w3.org/2000/svg}rect")]
    assert (texts, fills[-1]) == (["Hollow BEAM HB.1", said], colour)


def test_the_headline_claims_no_more_than_was_shown(meet: Any) -> None:
    known = {"cnt-3-overdraft": "we lend", "cnt-4-after-refusal": "we lend"}
    assert meet("Overdraft", Options(expected=known)).headline == (
        "zoo 1 conforms to HB.1, but for 2 expected failures"
    )


def test_clauses_stand_in_the_order_of_their_numbers(mixed: Report) -> None:
    first = mixed.cases[0].model_copy(update={"clause": "CNT-10"})
    mixed.cases.insert(0, first)
    (summaries,) = by_clause(mixed).values()
    assert [summary.clause for summary in summaries][-1] == "CNT-10"


def test_all_forms_are_written_into_a_directory(mixed: Report, tmp_path: Path) -> None:
    written = write(mixed, tmp_path / "new" / "reports")
    assert [path.name for path in written] == list(FILES)
    for path in written:
        assert path.read_text(encoding="utf-8") == FILES[path.name](mixed)


@pytest.mark.parametrize(
    ("name", "form"),
    [("r.json", "json"), ("r.xml", "junit"), ("r.html", "html"), ("r.txt", "text")],
)
def test_one_form_is_written_to_a_file(name: str, form: str, mixed: Report, tmp_path: Path) -> None:
    place = tmp_path / "new" / name
    assert write(mixed, place) == [place]
    assert place.read_text(encoding="utf-8") == FORMATS[form](mixed)
