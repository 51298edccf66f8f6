"""sparql-http-client, which most programs for node use."""

import json
from collections.abc import Callable


def test_it_asks_in_every_way(site: str, node: Callable[..., str]) -> None:
    found = json.loads(node("http-client.mjs", f"{site}/sparql"))
    assert found == {
        **dict.fromkeys(("get", "postUrlencoded", "postDirect"), 17),
        "ask": True,
        "construct": 17,
        "languages": found["languages"],
        "refused": [400, "application/problem+json"],
    }
    assert {"en", "nb"} <= set(found["languages"])
