"""The Content-Security-Policy of our own pages: everything from here, nothing inline, framed by nobody."""

from typing import Final

#: No script or style inside a page ever runs: what a plan or a query says cannot become either.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
