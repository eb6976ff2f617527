"""A report as JUnit XML, as continuous integration reads it: the class of a case is its clause."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hollowbeam_conformance.run.report import CaseResult, Finding, Report

PROTOCOL = "adapter protocol"
EXPECTED = "expected failures"
SESSION = "session"


def junit(report: Report) -> str:
    """Write a suite for each role, a test for each case, and one for what belongs to no case."""
    root = ET.Element("testsuites", name=f"{report.who} against {report.spec}")
    findings = {found.case: found for found in report.findings}
    for role in dict.fromkeys(case.role for case in report.cases):
        suite = ET.SubElement(root, "testsuite", name=role)
        for case in (case for case in report.cases if case.role == role):
            _case(suite, case, findings.pop(case.id) if case.verdict == "failed" else None)
    rest = ET.Element("testsuite", name=SESSION)
    for found in findings.values():
        name = EXPECTED if found.kind == "stale-expectation" else PROTOCOL
        _failure(ET.SubElement(rest, "testcase", classname=name, name=found.case), found)
    if report.verdict in {"could-not-test", "interrupted"}:
        test = ET.SubElement(rest, "testcase", classname=SESSION, name="the session is valid")
        ET.SubElement(test, "error", type=report.verdict, message=report.headline)
    if len(rest):
        root.append(rest)
    for suite in root:
        _count(suite)
    _count(root)
    root.set("time", f"{report.seconds:.3f}")
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _case(suite: ET.Element, case: CaseResult, found: Finding | None) -> None:
    test = ET.SubElement(suite, "testcase", classname=case.clause, name=case.id)
    match case.verdict:
        case "failed" if found is not None:
            _failure(test, found)
        case "skipped":
            text = f"the features {', '.join(case.missing)} are not claimed"
            ET.SubElement(test, "skipped", message=text)
        case "expected-failure":
            ET.SubElement(test, "skipped", message=f"expected to fail: {case.reason}")
        case "not-run":
            ET.SubElement(test, "skipped", message=f"not run: {case.reason}")


def _failure(test: ET.Element, found: Finding) -> None:
    failure = ET.SubElement(test, "failure", type=found.kind, message=found.detail)
    lines = [
        found.title,
        f"step:      {found.step}" if found.step else "",
        f"expected:  {found.expected}",
        f"actual:    {found.actual}",
        *(f"place:     {place}" for place in found.places),
        f"reproduce: {found.reproduce}",
    ]
    failure.text = "\n".join(line for line in lines if line)
    if found.stderr:
        ET.SubElement(test, "system-err").text = found.stderr


def _count(element: ET.Element) -> None:
    element.set("tests", str(len(element.findall(".//testcase"))))
    element.set("failures", str(len(element.findall(".//failure"))))
    element.set("errors", str(len(element.findall(".//error"))))
    element.set("skipped", str(len(element.findall(".//skipped"))))
