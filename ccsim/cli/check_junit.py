"""What a check found as JUnit XML: a test case for each target and each comparison."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ccsim.cli.check_words import difference_message, target_message
from ccsim.study.check_result import CheckedDifference, CheckedTarget, CheckResult

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""
Case = CheckedTarget | CheckedDifference


def check_junit(result: CheckResult, undecided: str | None) -> str:
    """`undecided`: `pass` makes what is undecided a skipped test, `fail` a failed one; else it is an error."""
    name = result.scenario.name
    root = Element("testsuites", name="ccsim check")
    suites: list[tuple[str, Sequence[Case]]] = [("targets", result.targets), ("baseline", result.comparisons)]
    totals = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for kind, cases in suites:
        if not cases:
            continue
        suite = SubElement(root, "testsuite", name=sound(f"{name}: {kind}"))
        counts = dict.fromkeys(totals, 0)
        for case in cases:
            counts["tests"] += 1
            if tag := write(suite, f"{name}.{kind}", case, result.currency, undecided):
                counts[{"failure": "failures", "error": "errors", "skipped": "skipped"}[tag]] += 1
        for key, count in counts.items():
            suite.set(key, str(count))
            totals[key] += count
    for key, count in totals.items():
        root.set(key, str(count))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def write(suite: Element, classname: str, case: Case, currency: str, undecided: str | None) -> str:
    """One test case; what it was marked with, empty where it is passed."""
    message = target_message(case, currency) if isinstance(case, CheckedTarget) else difference_message(case, currency)
    element = SubElement(suite, "testcase", classname=sound(classname), name=sound(case.name))
    if case.place.line:
        element.set("file", sound(case.place.file))
        element.set("line", str(case.place.line))
    tag = ""
    if case.decision in ("missed", "regression"):
        tag = "failure"
    elif case.decision == "undecided":
        tag = {"pass": "skipped", "fail": "failure"}.get(undecided or "", "error")
    if tag:
        marked = SubElement(element, tag, message=sound(message))
        if tag != "skipped":
            marked.set("type", case.decision)
            marked.text = sound(message)
    else:
        SubElement(element, "system-out").text = sound(message)
    return tag


def sound(text: str) -> str:
    return NOT_IN_XML.sub("\ufffd", text)
