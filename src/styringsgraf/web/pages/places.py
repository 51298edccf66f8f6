"""Where a thing that an answer names has its page, in the reader's language."""

from typing import Final
from urllib.parse import quote, urlencode

from fastapi import Request

from styringsgraf.namespaces import Minter, sdg_code_of
from styringsgraf.web.identifiers import path_of
from styringsgraf.web.pages import navigation
from styringsgraf.web.state import service_of

_GOAL, _TARGET, _INDICATOR = 0, 1, 2  # dots in a UN code
_KIND_AT: Final = 2  # organisation/edition/kind/code


class Places:
    """The pages of one reader."""

    def __init__(self, request: Request, lang: str) -> None:
        self._request = request
        self._lang = lang
        self._before = navigation.prefix(request)
        self._base = service_of(request).config.base
        self._minter = Minter(self._base)

    def of(self, iri: str) -> str | None:
        """Return the address of an IRI's page: of the UN's targets and our own nodes; None for all else."""
        if self._minter.is_un(iri):
            return self.un(sdg_code_of(iri))
        path = path_of(iri, self._base)
        if path is None:
            return None
        steps = path.split("/")
        if len(steps) > _KIND_AT + 1 and steps[_KIND_AT] == "indicator":
            found = self._known(f"/{self._lang}/indicator", node=iri.removeprefix(f"{self._base}id/"))
            if found:
                return found
        return f"{self._before}/doc/{path}?lang={self._lang}"

    def un(self, code: str) -> str | None:
        """Return the page of a UN goal or target; a part of a target, or an indicator, stands on its target's page."""
        target = code.partition("-s")[0]
        if target.count(".") == _GOAL:
            return self._known(f"/{self._lang}/goal/{target}")
        if target.count(".") == _INDICATOR:
            target = target.rpartition(".")[0]
        return self._known(f"/{self._lang}/target/{target}")

    def _known(self, path: str, **asked: str) -> str | None:
        if not navigation.exists(self._request, path):
            return None
        return f"{self._before}{quote(path)}{'?' + urlencode(asked, safe='/') if asked else ''}"
