"""The Content-Security-Policy of our own pages: everything from here, nothing inline, framed by nobody."""

from typing import Final

#: No script or style inside a page ever runs: what a plan or a query says cannot become either. Pictures within style
#: sheets (data:) are Designsystemet's icons; such a picture fetches nothing and runs nothing.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: Of the page with the query editor: Yasgui's table brings one small style sheet inside its script, known by its hash.
#: Another version may bring another one; the browser then says so, and only the grips between columns look amiss.
EDITOR_POLICY: Final = POLICY.replace(
    "style-src 'self'", "style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
)
