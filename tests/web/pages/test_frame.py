"""The frame of all pages: language, landmarks, policy, static files, problems as pages, and nothing inline."""

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request, Response
from jinja2 import UndefinedError
from starlette.testclient import TestClient

from styringsgraf import texts
from styringsgraf.figures.paints import GOALS
from styringsgraf.service import Service
from styringsgraf.web import app as web_app
from styringsgraf.web.app import create_app
from styringsgraf.web.pages import assets, navigation
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.words import Words

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
ROOT = Path(__file__).parents[3]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
TEMPLATES = sorted((Path(web_app.__file__).parent / "templates").glob("*.html"))
HOSTILE = "<script>alert(1)</script>\" onload='x'"


def with_page(app: FastAPI) -> FastAPI:
    """Add pages made in the frame: one in the path of a language, one beside it."""
    router = APIRouter()

    @router.get("/{code}/framed")
    @router.get("/framed")
    def framed(request: Request, code: str = "") -> Response:
        said = {"nb": "Mål", "en": "Goal"} if code != "xx" else {}
        problem = {"detail": HOSTILE, "status": 1, "type": "t", "instance": said.get("nb", ""), "requestId": "r"}
        lang = page_language(request)
        return page(request, "problem.html", lang=lang, title=HOSTILE, problem=problem, crumbs=[("Data", "/d")])

    app.include_router(router)
    return app


@pytest.fixture(scope="module")
def framed(service: Service) -> TestClient:
    return TestClient(with_page(create_app(service)), raise_server_exceptions=False)


@pytest.fixture
def behind_proxy(service: Service) -> TestClient:
    return TestClient(with_page(create_app(service)), raise_server_exceptions=False, root_path="/graf")


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_a_page_is_whole_and_in_its_language(framed: TestClient, lang: str) -> None:
    answer = framed.get("/framed", headers={"Accept-Language": lang})
    found = read(answer.text)
    assert found.faults == []
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == lang
    assert {"Accept", "Accept-Language"} <= set(re.split(r",\s*", answer.headers["vary"]))
    assert answer.headers["x-styringsgraf-release"]
    assert found.all("html", lang=lang)
    assert [len(found.all(tag)) for tag in ("header", "main", "footer", "title", "h1")] == [1] * 5
    assert found.all("a", **{"class": "skip", "href": "#main"})
    marked = [name for name, attributes in found.anchors if attributes.get("aria-current") == "true"]
    assert marked == [navigation.NAMES[lang]]


def test_what_the_data_says_never_becomes_markup(framed: TestClient) -> None:
    html = framed.get("/framed").text
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_the_policy_forbids_what_is_inline(framed: TestClient) -> None:
    policy = framed.get("/framed").headers.get_list("content-security-policy")
    assert len(policy) == 1
    assert "default-src 'none'" in policy[0]
    assert "script-src 'self'" in policy[0]
    assert "unsafe" not in policy[0]


@pytest.mark.parametrize(
    ("path", "lang", "there"),
    [
        ("/framed", "nn", "/framed?lang=nn"),
        ("/framed?q=a%26b&lang=en&q=c", "nn", "/framed?q=a%26b&q=c&lang=nn"),
        ("/nn/about", "en", "/en/about"),
        ("/nb/framed?lang=en&page=2", "nn", "/nn/framed?page=2"),
        ("/framed?long=" + "x" * 3000, "nn", "/framed?lang=nn"),
    ],
)
def test_the_language_switch_keeps_the_place(framed: TestClient, path: str, lang: str, there: str) -> None:
    found = read(framed.get(path).text)
    assert [link["href"] for _, link in found.anchors if link.get("hreflang") == lang] == [there]
    assert read(framed.get(there).text).all("html", lang=lang)


def test_the_path_decides_the_language_before_all_else(framed: TestClient) -> None:
    answer = framed.get("/nn/framed?lang=en", headers={"Accept-Language": "nb"})
    assert read(answer.text).all("html", lang="nn")


@pytest.mark.parametrize(("path", "lang"), [("/framed", "nn"), ("/en/framed", "en")])
def test_the_way_down_begins_at_the_first_page(framed: TestClient, path: str, lang: str) -> None:
    answer = framed.get(path, headers={"Accept-Language": lang})
    steps = re.findall(r'<nav class="crumbs.*?</nav>', answer.text, re.DOTALL)
    assert len(steps) == 1
    # First the way back to the parent, for a narrow screen, then the whole way.
    assert re.findall(r'href="([^"]+)"', steps[0]) == ["/d", f"/{lang}", "/d"]
    assert steps[0].count('aria-current="page"') == 1
    for elsewhere in (f"/{lang}", "/nothing"):
        assert 'class="crumbs' not in framed.get(elsewhere, headers={"Accept": BROWSER}).text


def test_an_unknown_language_is_told(framed: TestClient) -> None:
    answer = framed.get("/framed?lang=xx", headers={"Accept": BROWSER})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "nb, nn, en" in answer.text


def test_links_carry_the_proxys_prefix(behind_proxy: TestClient) -> None:
    html = behind_proxy.get("/graf/framed").text
    found = read(html)
    assert found.faults == []
    own = [href for href in found.hrefs if href.startswith("/") and href != "/d"]
    assert own
    assert all(href.startswith("/graf/") for href in own), own
    assert re.findall(r'href="(/graf/static/[^"]+base\.css)"', html)
    assert behind_proxy.get(re.findall(r'href="(/graf/static/[^"]+base\.css)"', html)[0]).status_code == 200


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "/\\evil.example", "/%2F%2Fevil.example", "/a%22onclick=%22x", "/å%0d%0a"]
)
def test_no_path_leads_to_another_host(framed: TestClient, path: str) -> None:
    answer = framed.get(f"http://testserver{path}", headers={"Accept": BROWSER})
    found = read(answer.text)
    assert (answer.status_code, found.faults) == (404, [])
    switch = [link["href"] for _, link in found.anchors if "hreflang" in link]
    assert len(switch) == 3
    assert not any(href.startswith(("//", "/\\")) for href in switch)


def test_only_links_that_lead_somewhere_are_shown(framed: TestClient) -> None:
    found = read(framed.get("/framed?lang=nb").text)
    shown = [href for href in found.hrefs if href.startswith("/") and href not in {"/d", "/"}]
    assert "/nb/about" in shown
    for href in shown:
        assert framed.get(href, headers={"Accept": BROWSER}, follow_redirects=True).status_code == 200, href
    assert read(framed.get("/nb/about").text).all("a", href="/nb/about", **{"aria-current": "page"})


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (BROWSER, "text/html; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
        ("application/json, text/html;q=0.9", "application/problem+json"),
        ("text/html;q=0, */*", "application/problem+json"),
        ("*/*", "application/problem+json"),
        ("text/turtle, */*;q=0.1", "application/problem+json"),
        ("image/png", "application/problem+json"),
        ("", "application/problem+json"),
        ("text/" + "x" * 9000, "application/problem+json"),
    ],
)
def test_problems_are_pages_for_browsers_only(framed: TestClient, accept: str, media: str) -> None:
    answer = framed.get("/nothing/here?lang=en", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (404, media)
    assert answer.headers["cache-control"] == "no-store"
    assert "There is nothing at /nothing/here" in answer.text


def test_a_problem_page_says_what_the_json_says(framed: TestClient) -> None:
    path = "/api/v1/questions/measures-for-target?target=99.9"
    json = framed.get(path, headers={"Accept-Language": "nn"}).json()
    html = framed.get(path, headers={"Accept": BROWSER, "Accept-Language": "nn"})
    found = read(html.text)
    assert (html.status_code, found.faults) == (json["status"], [])
    assert found.headings[0][1] == json["title"]
    assert json["detail"] in found.words["nn"]
    assert json["type"] in found.words["nn"]


def test_a_problem_is_in_the_language_of_its_path(framed: TestClient) -> None:
    answer = framed.get("/nn/nothing", headers={"Accept": BROWSER, "Accept-Language": "en"})
    assert (answer.status_code, answer.headers["content-language"]) == (404, "nn")
    assert "Det finst ingenting" in answer.text


def test_a_problem_is_told_when_the_release_cannot_be_read(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    made = TestClient(create_app(service), raise_server_exceptions=False)

    def broken(_: object) -> str:
        raise PermissionError

    monkeypatch.setattr(type(service.store), "current_id", broken)
    answer = made.get("/nothing", headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert "x-styringsgraf-release" not in answer.headers


def test_static_files_are_kept_for_ever_under_their_version(framed: TestClient) -> None:
    names = sorted(assets.assets().files)
    assert {"base.css", "sdg.css", "icon.svg"} <= set(names)
    for name in names:
        answer = framed.get(assets.address(name))
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.content == assets.assets().files[name]
        for tag in (answer.headers["etag"], f"W/{answer.headers['etag']}"):
            assert framed.get(assets.address(name), headers={"If-None-Match": tag}).status_code == 304
    other = framed.get("/static/0000/base.css")
    assert (other.status_code, other.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", ["nothing.css", "../app.py", "..%2Fapp.py", "%2e%2e/app.py", ""])
def test_nothing_else_is_served_as_static(framed: TestClient, name: str) -> None:
    assert framed.get(f"/static/{assets.assets().version}/{name}").status_code == 404


def test_the_stylesheet_fetches_nothing_from_elsewhere() -> None:
    for name, content in assets.assets().files.items():
        if name.endswith(".css"):
            sheet = content.decode()
            fetched = re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet)
            assert [one for one in fetched if not re.match(r"data:|#|[a-z0-9-]+\.woff2$", one)] == [], name
            assert not re.search(r"@import|\bsrc\(", sheet), name


@pytest.mark.skipif(not (assets.FOLDER / "vendor").is_dir(), reason="the look is not installed: make assets")
def test_what_is_installed_is_whole_and_says_its_licences() -> None:
    files = assets.assets().files
    assert {"vendor/designsystemet.css", "vendor/inter.css", "vendor/inter-latin.woff2"} <= set(files)
    named = json.loads(files["vendor/packed.json"])
    assert {one["name"] for one in named} == set(json.loads((ROOT / "package.json").read_text())["dependencies"])
    licences = files["vendor/licences.txt"].decode()
    assert all(one["licence"] and f"{one['name']} {one['version']}" in licences for one in named)
    for font in re.findall(r"url\((.*?)\)", files["vendor/inter.css"].decode()):
        assert files[f"vendor/{font}"][:4] == b"wOF2"
    assert not [name for name, content in files.items() if b"sourceMappingURL" in content]


def test_without_what_is_installed_the_page_still_has_its_look(
    framed: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = {name: content for name, content in assets.assets().files.items() if not name.startswith("vendor/")}
    monkeypatch.setattr(assets, "assets", lambda: assets.Assets("0", plain))
    html = framed.get("/framed?fresh=1").text
    assert "vendor/" not in html
    assert re.findall(r'href="/static/0/([a-z]+\.css)"', html) == ["base.css", "theme.css", "sdg.css"]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("goal", range(1, 18))
def test_ink_can_be_read_on_every_goals_colour(goal: int) -> None:
    colour, ink = GOALS[goal]
    assert contrast(colour, ink) >= 4.5
    assert (ink == "#000000") == (goal in {2, 3, 5, 6, 7, 9, 11, 12, 14, 15})
    assert f".sdg-{goal} {{ background: {colour}; color: {ink}; }}" in assets.assets().files["sdg.css"].decode()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_can_be_read_in_both_schemes(scheme: str) -> None:
    blocks = re.findall(r":root \{(.*?)\}", assets.assets().files["base.css"].decode(), re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", blocks[["light", "dark"].index(scheme)]))
    for ink in ("ink", "quiet", "link", "visited", "good", "warn", "bad"):
        for ground in ("ground", "surface"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for ink in ("ink", "link", "visited"):
        assert contrast(colours[ink], colours["mark"]) >= 4.5, ink
    assert contrast(colours["accent"], colours["accent-ink"]) >= 7
    assert contrast(colours["focus"], colours["ground"]) >= 3


@pytest.mark.parametrize(
    ("lang", "texts_", "expected"),
    [
        ("nb", {"nb": "Mål", "en": "Goal"}, "Mål"),
        ("nn", {"nb": "Mål", "en": "Goal"}, '<span lang="nb">Mål</span>'),
        ("en", {"nn": "Mål & meir"}, '<span lang="nn">Mål &amp; meir</span>'),
        ("nb", {"de": "<Ziel>"}, '<span lang="de">&lt;Ziel&gt;</span>'),
        ("nb", {"nb": "", "en": "Goal"}, '<span lang="en">Goal</span>'),
        ("nb", {"": "3.4"}, "3.4"),
        ("nb", {}, ""),
        ("nb", None, ""),
        ("nb", "<b>", "&lt;b&gt;"),
    ],
)
def test_words_of_the_data_say_their_language(lang: str, texts_: dict[str, str] | None, expected: str) -> None:
    assert Words(lang).say(texts_) == expected


def test_a_template_that_forgets_something_fails(framed: TestClient, service: Service) -> None:
    request = Request({"type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": [],
                       "app": create_app(service)})  # fmt: skip
    with pytest.raises(UndefinedError):
        page(request, "problem.html", lang="nb", title="x")


def test_every_text_of_a_template_exists() -> None:
    assert len(TEMPLATES) >= 3
    keys = {
        key if "." in key else f"pages.{key}"
        for path in TEMPLATES
        for key in re.findall(r"\bt\(\"([a-z.-]+)\"[,)]", path.read_text("utf-8"))
    }
    keys |= {f"pages.{key}" for key, _ in (*navigation.MAIN, *navigation.FOOT)}
    known = {f"{area}.{name}" for area in texts.areas() for name in texts.catalogue(area)}
    assert len(keys) > 15
    assert keys <= known
