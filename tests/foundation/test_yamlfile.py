"""YAML that people wrote: what is too large, too deep, endless or unbuildable is told with its line, and quickly."""

import pytest

from styringsgraf.yamlfile import YamlFault, load

NINE = ", ".join(["*{0}"] * 9)
LISTS = "a: &a [x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{NINE.format(chr(97 + i))}]\n" for i in range(12))
MAPS = "a: &a {k: v}\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} {{p: *{chr(97 + i)}, q: *{chr(97 + i)}, r: *{chr(97 + i)}}}\n" for i in range(15)
)
MERGES = ".a: &a {a: 1}\n" + "".join(
    f".{chr(98 + i)}: &{chr(98 + i)} {{<<: [{NINE.format(chr(97 + i))}]}}\n" for i in range(10)
)

FAULTS = [
    ("a: [1, 2", 2),
    ("a:\n\tb: 1", 2),
    ("a: 1\na: 2\n", 2),
    ("? [a]\n: b\n", 1),
    ("? {a: b}\n: b\n", 1),
    ("a: 1\nday: 2020-13-45\n", 2),
    ("a: 1\nb: " + "9" * 5000, 2),
    ("a: !!binary xx", 1),
    ("a: !!python/object/apply:os.system [id]", 1),
    ("a: 1\n---\nb: 2", 2),
    ("&a [*a]", 1),
    ("x: &a {b: *a}", 1),
    ("a: " + "[" * 5000, 1),
    ("\n".join("  " * i + "a:" for i in range(60)), 41),
    (LISTS, 7),
    (MAPS, 11),
    (MERGES, 7),
    ("#" + "x" * 1_000_000, 1),
]


@pytest.mark.parametrize(("text", "line"), FAULTS, ids=[text[:20] for text, _ in FAULTS])
def test_a_fault_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(YamlFault) as told:
        load(text.encode())
    assert told.value.line == line
    assert 0 < len(told.value.reason) < 300
    assert "\n" not in told.value.reason


def test_text_that_is_not_utf8_names_the_line() -> None:
    with pytest.raises(YamlFault) as told:
        load("a: 1\nb: på".encode("cp1252"))
    assert (told.value.reason, told.value.line) == ("not UTF-8", 2)


def test_aliases_and_merges_in_reason_are_read() -> None:
    text = b"\xef\xbb\xbfp: &p {a: 1, b: [2]}\nq: {<<: *p, a: 3}\nr: [*p, *p]\n"
    loaded = load(text)
    assert loaded.value == {"p": {"a": 1, "b": [2]}, "q": {"a": 3, "b": [2]}, "r": [{"a": 1, "b": [2]}] * 2}
    assert loaded.root is not None
    assert loaded.root.value[1][0].start_mark.line == 1


@pytest.mark.parametrize("text", [b"", b"# nothing\n"])
def test_an_empty_text_holds_nothing(text: bytes) -> None:
    assert load(text).value is None
