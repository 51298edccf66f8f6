"""The report as JUnit XML: a suite a rule, a case a finding; what fails the check is a failure."""

import xml.etree.ElementTree as ET
from itertools import groupby

from styringsgraf.namespaces import RULES
from styringsgraf.quality import rules
from styringsgraf.quality.exports.facts import failing, known_facts, label, marks, place, say, visible
from styringsgraf.quality.exports.setting import Setting
from styringsgraf.quality.report import UNCHECKED, Finding, Report
from styringsgraf.texts import pick


def write(report: Report, setting: Setting) -> bytes:
    """Return the report as XML. A rule that was run and found nothing is one case that passed.

    A finding below ``fail_on`` passes and tells what it found, an accepted one is skipped: a run is green here when
    the exit code is 0.
    """
    root = ET.Element("testsuites", name=f"styringsgraf: {say('title', setting.lang)}")
    ordered = sorted(report.findings, key=lambda finding: finding.rule)
    found = {rule: list(own) for rule, own in groupby(ordered, key=lambda finding: finding.rule)}
    run = () if report.engine == UNCHECKED else rules.load().by_id
    for rule in sorted({*found, *run}):
        _suite(root, rule, found.get(rule, []), report, setting)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _suite(root: ET.Element, rule: str, found: list[Finding], report: Report, setting: Setting) -> None:
    suite = ET.SubElement(root, "testsuite", name=visible(f"{rule} {label(rule, setting.lang)}".strip()))
    for finding in found:
        _case(suite, finding, report, setting)
    if not found:
        ET.SubElement(suite, "testcase", classname=rule, name=say("passed", setting.lang))
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("*/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("*/skipped"))))


def _case(suite: ET.Element, finding: Finding, report: Report, setting: Setting) -> None:
    message = visible(pick(finding.message, setting.lang))
    where = place(finding.cell, setting.lang) if finding.cell else finding.focus_node
    case = ET.SubElement(suite, "testcase", classname=visible(finding.rule), name=visible(where or finding.rule))
    if finding.cell:
        case.set("file", visible(setting.path(finding.cell.file)))
        if finding.cell.row:
            case.set("line", str(finding.cell.row))
    properties = ET.SubElement(case, "properties")
    for name, value in (*known_facts(finding).items(), ("help", RULES + finding.rule)):
        ET.SubElement(properties, "property", name=name, value=visible(value))
    if report.is_accepted(finding):
        ET.SubElement(case, "skipped", message=f"{message} [{marks(finding, report, setting.lang)}]")
    elif failing(finding, report, setting.fail_on):
        ET.SubElement(case, "failure", type=finding.severity, message=message).text = message
    ET.SubElement(case, "system-out").text = message
