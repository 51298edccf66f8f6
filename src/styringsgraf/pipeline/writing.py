"""The one way in which a write over HTTP becomes a release: one writer at a time, checked, or not at all.

Whatever is written – an update, a graph, plans, a document taken out – first becomes a ``Change``, and a change goes
the way of every publish (``finish``). All of it happens under the writer lock, so that the release the caller names
(``If-Match``) is the one that is changed. It runs in a process of its own (``writer``), started by ``write_apart``.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from styringsgraf import errors
from styringsgraf.access import Tokens
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline import changes
from styringsgraf.pipeline.changes import Made, told
from styringsgraf.pipeline.finish import Telling, finish
from styringsgraf.pipeline.folder import data_folder, same_base
from styringsgraf.pipeline.inputs import reference_day
from styringsgraf.pipeline.keys import Key, Keys, Noted
from styringsgraf.pipeline.matching import require_match
from styringsgraf.pipeline.progress import Progress
from styringsgraf.pipeline.writes import Order, Plans, Stage, Written, as_json, digest, written
from styringsgraf.quality.report import Report
from styringsgraf.releases import Draft, ReleaseStore
from styringsgraf.settings import Settings

#: Findings told with a refusal; their number is told in any case.
_FINDINGS: Final = 1_000
_NOTE: Final = 200


def perform(config: Settings, order: Order, say: Callable[[Stage], None]) -> Written:
    """Carry out one write. Raises Unauthorised, Forbidden, PreconditionFailed, Unprocessable, Refused, Busy and more.

    ``say`` is told when it is this write's turn, when the change is known, and when nothing can stop it any more.
    """
    return _Performing(config, order, say).run()


class _Performing:
    """One write on its way."""

    def __init__(self, config: Settings, order: Order, say: Callable[[Stage], None]) -> None:
        self._config, self._order, self._say = config, order, say
        self._minter = Minter(config.base)
        self._write, self._grant = order.write, order.grant
        self._digest = digest(order.write)
        self._started = time.perf_counter()

    def run(self) -> Written:
        """Do it."""
        changes.require_scope(self._grant, self._write, self._minter)
        operations = changes.operations(self._config, self._write, self._grant)
        key = Key.of(self._grant.token, self._order.conditions.key) if self._order.conditions.key else None
        store = data_folder(self._config, self._config.write_wait)
        store.recover()
        day = reference_day(self._write.reference_date) if isinstance(self._write, Plans) else None
        with store.draft(reference_date=day) as draft:
            self._say("turn")
            # The line may have been long: a token that has been revoked meanwhile writes nothing.
            Tokens(self._config.data).require(self._grant)
            same_base(draft.current, self._config)
            if key is not None and (known := self._known(store, key)) is not None:
                return known
            require_match(self._order.conditions.match, draft.current.id if draft.current else None)
            made = changes.change(self._config, self._write, draft, self._grant, operations)
            self._say("changed")
            return self._finish(draft, made, key)

    def _known(self, store: ReleaseStore, key: Key) -> Written | None:
        """Return the answer an earlier request with this key had, or would have had if it had been told."""
        noted = Keys(self._config.data).find(key, self._digest)
        if noted is None:
            return None
        answer: dict[str, Any] = dict(noted.answer)
        if noted.sequence is not None:
            try:
                manifest = store.get(str(noted.sequence))
            except errors.NotFound:
                return None
            if key.mark not in manifest.note:
                return None
            answer["release"] = manifest.id
        return replace(written(answer), replayed=True)

    def _finish(self, draft: Draft, made: Made, key: Key | None) -> Written:
        keys, write = Keys(self._config.data), self._write
        dry = isinstance(write, Plans) and write.dry_run
        answer = Written("", changed=True, created=made.created)

        def committing() -> None:
            nonlocal answer
            answer = replace(answer, graphs=tuple(sorted(draft.changed)))
            if key is not None:
                keys.keep(key, self._digest, Noted(as_json(answer), draft.sequence))
            self._say("committing")

        telling = Telling(self._note(key), dry=dry)
        progress = Progress(self._config.lang)
        outcome = finish(draft, made.change, telling, self._config, progress, self._seconds, committing)
        if outcome.manifest is None:
            raise refused(outcome.report)
        new = outcome.changed
        answer = replace(
            answer,
            release=outcome.manifest.id,
            changed=new,
            created=made.created and new,
            graphs=answer.graphs if new else (),
            report=replace(outcome.report, release=outcome.manifest.id).as_json() if isinstance(write, Plans) else None,
        )
        if key is not None and not dry:
            keys.keep(key, self._digest, Noted(as_json(answer)))
        return answer

    def _seconds(self) -> float:
        return time.perf_counter() - self._started

    def _note(self, key: Key | None) -> str:
        """Return what the release says of who wrote what: never the secret."""
        who = f"token {self._grant.token}" + (f" ({self._grant.note})" if self._grant.note else "")
        note = f"{told(self._write, self._minter)}, {who}"[:_NOTE]
        return f"{note} {key.mark}" if key else note


def refused(report: Report) -> errors.Refused:
    """Return the error for findings that stop a release, with the findings themselves."""
    stopping = [finding.as_json() for finding in report.stopping]
    return errors.Refused("writing.refused", count=len(stopping), findings=stopping[:_FINDINGS])
