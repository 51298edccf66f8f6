"""The order in which people read codes: S.2 before S.10."""

import re


def counted(code: str) -> str:
    """Return a key that sorts codes as people count them."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(6), code)
