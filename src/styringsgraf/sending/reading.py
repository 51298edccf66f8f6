"""What a service's answer means: what was published, the findings that stopped it, or an error with its remedy."""

import json
from dataclasses import dataclass
from typing import Any, Final

from styringsgraf import errors
from styringsgraf.quality.report import Report
from styringsgraf.quality.returned import findings_of, report_of
from styringsgraf.sending.address import Address
from styringsgraf.sending.exchange import Answer

_DONE: Final = (200, 201)
_REDIRECTS: Final = range(300, 400)
_UNPROCESSABLE: Final = 422
_SHOWN: Final = 500
#: Status → what is raised, and the name of its sentence; the service's own words stand in it.
_REFUSALS: Final[dict[int, tuple[type[errors.StyringsgrafError], str]]] = {
    400: (errors.UsageError, "refused-request"),
    401: (errors.Unauthorised, "unauthorised"),
    403: (errors.Forbidden, "forbidden"),
    404: (errors.NotFound, "no-service"),
    405: (errors.NotFound, "no-service"),
    412: (errors.PreconditionFailed, "other-release"),
    413: (errors.TooLarge, "too-large"),
    415: (errors.UnsupportedMedia, "media"),
    422: (errors.InputError, "unreadable"),
    429: (errors.Busy, "busy"),
    503: (errors.Busy, "busy"),
    504: (errors.TimedOut, "slow"),
}


@dataclass(frozen=True)
class Published:
    """What came of it: the release that is current now, whether it is new, how many graphs changed, and the report.

    ``refused``: findings stopped it; then the report holds just those (the service tells the first thousand), and
    ``release`` is ''.
    """

    release: str
    changed: bool
    graphs: int
    report: Report
    refused: bool = False


def published(answer: Answer, address: Address, seconds: float) -> Published:
    """Return what an answer tells. ``seconds``: how long the answer took. Raises what ``send`` says."""
    if answer.status in _REDIRECTS:
        raise errors.Environment(
            "sending.redirected", url=address.shown, target=_line(answer.headers.get("location", "–"))
        )
    data = _json(answer)
    try:
        if answer.status in _DONE:
            return _made(data)
        if answer.status == _UNPROCESSABLE and "findings" in data:
            return _stopped(data, address, seconds)
    except (ValueError, KeyError, TypeError):
        raise errors.Environment("sending.not-ours", url=address.shown, status=answer.status) from None
    raise _refusal(answer, data, address)


def _made(data: dict[str, Any]) -> Published:
    release, changed, graphs = data["release"], data["changed"], data["graphs"]
    if not isinstance(release, str) or not isinstance(changed, bool) or not isinstance(graphs, list):
        raise TypeError
    return Published(_line(release), changed, len(graphs), report_of(data["report"]))


def _stopped(data: dict[str, Any], address: Address, seconds: float) -> Published:
    found = findings_of(data["findings"])
    if not found:
        raise ValueError
    return Published("", changed=False, graphs=0, report=Report.of(found, address.netloc, seconds), refused=True)


def _refusal(answer: Answer, data: dict[str, Any], address: Address) -> errors.StyringsgrafError:
    """Return the error for a refusal, in the service's own words where it gives any."""
    detail = data.get("detail")
    said = _line(detail) if isinstance(detail, str) else ""
    if answer.status in _REFUSALS:
        kind, name = _REFUSALS[answer.status]
        return kind(f"sending.{name}", url=address.shown, said=said, status=answer.status)
    name = "failed" if said else "not-ours"
    return errors.Environment(f"sending.{name}", url=address.shown, said=said, status=answer.status)


def _json(answer: Answer) -> dict[str, Any]:
    """Return the object an answer holds; an empty one for anything else."""
    try:
        found = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _line(given: str) -> str:
    """Return a stranger's words as one short line that no terminal obeys."""
    plain = "".join(sign if sign.isprintable() else " " for sign in given)
    return " ".join(plain.split())[:_SHOWN]
