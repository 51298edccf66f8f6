"""The hostile set as data: what is sent to /sparql, how large, and how it may end. Used by tests and ``bench/``.

``ends`` lists the statuses that are right; where there are two, time or memory runs out first, as the machine has it.
The limits are those of ``LIMITS``: small, so that the whole set is quick.
"""

from dataclasses import dataclass
from typing import Final

#: Environment of the attacked server.
LIMITS: Final = {
    "QUERY_SECONDS": "1",
    "QUERY_ROWS": "2000",
    "QUERY_BYTES": "1000000",
    "QUERY_MEMORY": "256",
    "QUERY_QUEUE": "8",
}
QUERY: Final = "application/sparql-query"
FORM: Final = "application/x-www-form-urlencoded"

OK: Final = (200,)
BAD: Final = (400,)
LARGE: Final = (413,)
LATE: Final = (504,)
SPENT: Final = (413, 504)
#: Small enough to be answered on a quick machine, and large enough to be stopped on a slow one.
ANY: Final = (200, 413, 504)

TWO: Final = "?a ?b ?c . ?d ?e ?f"
THREE: Final = f"{TWO} . ?g ?h ?i"
HERE: Final = "http://127.0.0.1:9/"


@dataclass(frozen=True)
class Attack:
    """One text for /sparql; ``ends`` are the statuses it may end with, ``media`` its content type."""

    name: str
    text: str
    ends: tuple[int, ...]
    media: str = QUERY

    @property
    def body(self) -> bytes:
        """What is sent."""
        return self.text.encode("utf-8", "surrogatepass")


def _doubling(count: int, step: str) -> str:
    lines = " ".join(f"BIND({step.replace('#', f'?x{n}')} AS ?x{n + 1})" for n in range(count))
    return f"SELECT (STRLEN(?x{count}) AS ?n) {{ BIND('aaaaaaaaaaaaaaaa' AS ?x0) {lines} }}"


def _select(pattern: str) -> str:
    return f"SELECT * {{ {pattern} }}"


_A: Final = "'" + "a" * 90 + "'"
_REPLACED: Final = f"REPLACE({'REPLACE(' * 5}{_A},'a',{_A}){f',{chr(39)}a{chr(39)},{_A})' * 5}"

#: Shape of the text: length, nesting, and what costs a reader of it more than it looks.
TEXTS: Final = (
    *(Attack(f"{2 * n} braces", "SELECT * WHERE " + "{" * n + "}" * n, BAD) for n in (100, 4_000)),
    *(Attack(f"{2 * n} parentheses", _select(f"FILTER({'(' * n}1{')' * n})"), BAD) for n in (100, 4_000)),
    Attack("brackets", _select("?s ?p " + "[<a:p> " * 1_000 + "1" + "]" * 1_000), BAD),
    Attack("unclosed braces", "SELECT * " + "{" * 8_000, BAD),
    Attack("mixed brackets", _select("{([<a:p> " * 700), BAD),
    Attack("8 KB of comment", _select("").ljust(8_191, "#"), OK),
    *(Attack(f"{size:,} bytes of comment", _select("").ljust(size, "#"), LARGE) for size in (8_193, 100_000)),
    *(Attack(f"{size:,} bytes of braces", "{" * size, LARGE) for size in (1_000_000, 10_000_000)),
    Attack("10 MB form field", "query=" + "%7B" * 3_400_000, LARGE, FORM),
    Attack("a million form fields", "&".join(["a=b"] * 1_000_000), LARGE, FORM),
    Attack("5 000 form fields", "&".join(["a=b"] * 5_000), BAD, FORM),
    Attack("huge VALUES", _select("VALUES ?x { " + "1 " * 500_000 + "}"), LARGE),
    Attack("VALUES of 4 000", _select("VALUES ?x { " + "1 " * 4_000 + "}"), ANY),
    Attack("heap of # behind a word", _select("service " + "#" * 8_000), BAD),
    Attack("heap of comments behind a word", _select("service " + "# \r" * 2_600), BAD),
    Attack("heap of prefixes without colon", _select("a-" * 4_000), BAD),
    Attack("heap of dots", _select("service a" + ".a" * 4_000), BAD),
    Attack("heap of quotes", _select("service " + "'\"" * 4_000), BAD),
    Attack("heap of less-thans", _select("service " + "<a" * 4_000), BAD),
    Attack("heap of escapes", _select("service " + "\\u0053" * 1_300), BAD),
    Attack("NUL", _select("\0"), BAD),
    Attack("half a character", _select("\ud800"), BAD),
    Attack("500 prologues", "PREFIX a: <x:> " * 500 + "ASK {}", OK),
    Attack("IRI of 8 KB", _select("<x:" + "a" * 8_000 + "> ?p ?o"), OK),
    Attack("triple terms in triple terms", _select("<<( " * 50 + "?a ?b ?c" + " )>> ?b ?c" * 50), ANY),
)

_EX: Final = f"PREFIX ex: <{HERE}> "
#: What reaches other machines, in every disguise, and what changes data.
FEDERATED: Final = (
    Attack("SERVICE", _select(f"SERVICE <{HERE}> {{ ?s ?p ?o }}"), BAD),
    Attack("SERVICE SILENT", _select(f"SERVICE SILENT <{HERE}> {{ ?s ?p ?o }}"), BAD),
    Attack("SERVICE ?variable", _select(f"BIND(<{HERE}> AS ?v) SERVICE ?v {{ ?s ?p ?o }}"), BAD),
    Attack("SERVICE prefixed", _EX + _select("SERVICE ex:a { ?s ?p ?o }"), BAD),
    Attack("SERVICE in mixed case", _select(f"sErViCe <{HERE}> {{}}"), BAD),
    Attack("SERVICE glued", _select(f"FILTER(true)SERVICE<{HERE}>{{}}"), BAD),
    Attack("trueSERVICE", _select(f"FILTER(?a || trueSERVICE<{HERE}>{{}}"), BAD),
    Attack("SERVICEex:a", _EX + _select("?s ?p ?o SERVICEex:a{ ?s ?p ?o }"), BAD),
    Attack("SERVICESILENT", _select(f"SERVICESILENT<{HERE}>{{ ?s ?p ?o }}"), BAD),
    Attack("SERVICE in escapes", _select(f"\\u0053ERVICE <{HERE}> {{}}"), BAD),
    Attack("SERVICE in long escapes", _select(f"SERVI\\U00000043E <{HERE}> {{}}"), BAD),
    Attack("SERVICE behind a comment", _select(f"#\r SERVICE <{HERE}> {{}}\n"), BAD),
    Attack("SERVICE with a comment inside", _select(f"SERVICE#x\n<{HERE}>#{{\n{{}}"), BAD),
    Attack("SERVICE after a false IRI", _select(f"?a<'x>')SERVICE<{HERE}>{{}}FILTER(1='')"), BAD),
    Attack("SERVICE in a sub-select", _select(f"{{ SELECT * {{ SERVICE <{HERE}> {{}} }} }}"), BAD),
    Attack("SERVICE in EXISTS", _select(f"FILTER EXISTS {{ SERVICE <{HERE}> {{}} }}"), BAD),
    Attack("SERVICE in a string", "SELECT ('SERVICE <x:y> {' AS ?x) {}", OK),
    Attack("LOAD", f"LOAD <{HERE}>", BAD),
    Attack("LOAD after a query", f"ASK {{}} ; LOAD <{HERE}>", BAD),
    Attack("LOAD after a prologue", f"PREFIX a: <b:> LOAD SILENT <{HERE}> INTO GRAPH <a:b>", BAD),
    Attack("FROM another machine", f"SELECT * FROM <{HERE}> {{ ?s ?p ?o }}", OK),  # noqa: S608 - SPARQL
    Attack("FROM a file", "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }", OK),
    Attack("DELETE", "DELETE WHERE { ?s ?p ?o }", BAD),
    Attack("CLEAR ALL", "CLEAR ALL", BAD),
)

#: Work without end.
WORK: Final = (
    Attack("COUNT of a three-way product", f"SELECT (COUNT(*) AS ?n) {{ {THREE} }}", LATE),
    Attack("COUNT DISTINCT of a product", f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ {THREE} }}", SPENT),
    Attack("ORDER BY over a product", f"SELECT * {{ {THREE} }} ORDER BY ?i", SPENT),
    Attack("ORDER BY RAND()", f"SELECT * {{ {TWO} }} ORDER BY RAND() LIMIT 1", SPENT),
    Attack("DISTINCT of a product", f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT * {{ {THREE} }} }}", SPENT),
    Attack("GROUP BY of a product", f"SELECT ?a (COUNT(*) AS ?n) {{ {THREE} }} GROUP BY ?a ?d ?g", SPENT),
    Attack("ASK over a product", f"ASK {{ {THREE} FILTER(CONCAT(STR(?a), STR(?g)) = 'none') }}", LATE),
    Attack("forty VALUES", "SELECT (COUNT(*) AS ?n) {"
           + "".join(f"VALUES ?x{n} {{1 2 3 4 5 6 7 8 9 0}}" for n in range(40)) + "}", LATE),
    Attack("EXISTS over a product",
           f"SELECT * {{ ?x ?y ?z FILTER NOT EXISTS {{ {THREE} FILTER(?i = 'none') }} }}", SPENT),
    Attack("MINUS of a product", f"SELECT * {{ {TWO} MINUS {{ ?g ?h ?i . ?a ?j ?i . ?k ?l ?m }} }}", ANY),
    Attack("fifty joins",
           "SELECT (COUNT(*) AS ?n) {" + "".join(f"?a{n} ?b{n} ?c{n} ." for n in range(50)) + "}", SPENT),
    Attack("star of 200", "SELECT (COUNT(*) AS ?n) {" + "".join(f"?a ?b{n} ?c{n} ." for n in range(200)) + "}", SPENT),
    Attack("path over everything", "SELECT (COUNT(*) AS ?n) { ?s (!<x:x>)* ?o }", SPENT),
    Attack("paths one after the other", "SELECT (COUNT(*) AS ?n) { ?s (!<x:x>)+/(!<x:y>)+/^(!<x:z>)* ?o }", SPENT),
    Attack("path of 4 000 steps", _select("?s " + "a/" * 3_900 + "a ?o"), (200, 400, 413, 504)),
    Attack("stars in stars", "SELECT (COUNT(*) AS ?n) { ?s " + "(" * 60 + "!<x:x>" + ")*" * 60 + " ?o }", SPENT),
    Attack("regex of nested repeats", _select("?s ?p ?o FILTER REGEX(STR(?o), '^(a+)+(b+)+$')"), ANY),
    Attack("regex that grows", _select("?s ?p ?o FILTER REGEX(STR(?o), '((((a{100}){100}){100}){100})')"),
           (200, 400, 413, 504)),
    Attack("regex of the data itself", f"SELECT (COUNT(*) AS ?n) {{ {TWO} FILTER REGEX(STR(?c), STR(?f)) }}", LATE),
    Attack("REPLACE of REPLACE", f"SELECT (STRLEN(?y) AS ?n) {{ BIND({_REPLACED} AS ?y) }}", SPENT),
    Attack("CONCAT, doubling", _doubling(36, "CONCAT(#, #)"), SPENT),
    Attack("REPLACE, growing", _doubling(9, "REPLACE(#, 'a', 'aaaaaaaaaaaaaaaa')"), SPENT),
    Attack("ENCODE_FOR_URI, growing", _doubling(36, "ENCODE_FOR_URI(CONCAT('%', #, #))"), SPENT),
    Attack("GROUP_CONCAT of a product", f"SELECT (STRLEN(GROUP_CONCAT(STR(?c))) AS ?n) {{ {THREE} }}", SPENT),
    Attack("deep OPTIONAL",
           "SELECT (COUNT(*) AS ?n) { " + "OPTIONAL { ?s ?p ?o . ?a ?b ?c " * 30 + "}" * 30 + " }", SPENT),
    Attack("twenty OPTIONAL", "SELECT (COUNT(*) AS ?n) {"
           + "".join(f"OPTIONAL{{?a{n} ?b{n} ?c{n}}}" for n in range(20)) + "}", SPENT),
    Attack("a thousand UNION", "SELECT (COUNT(*) AS ?n) { {}" + "UNION{?s ?p ?o}" * 500 + "}", ANY),
    Attack("sixty sub-selects", "SELECT * " + "{ SELECT * " * 60 + "{ ?s ?p ?o }" + "}" * 60, (200, 400)),
    Attack("sums of digests", f"SELECT (MAX(SHA512(CONCAT(STR(?c), STR(?f)))) AS ?n) {{ {TWO} }}", LATE),
)  # fmt: skip

#: Answers without end: cut at the row limit, or refused at the size limit.
ANSWERS: Final = (
    Attack("rows of a product", _select(THREE), (200, 413)),
    Attack("wide rows of a product", "SELECT " + " ".join(f"(?{'abcdef'[n % 6]} AS ?v{n})" for n in range(400))
           + f" {{ {TWO} }}", LARGE),
    Attack("CONSTRUCT of a product", f"CONSTRUCT {{ ?a ?b ?f }} {{ {TWO} }}", ANY),
    Attack("CONSTRUCT of new nodes", f"CONSTRUCT {{ [] ?b [ ?e ?f ] }} {{ {TWO} }}", (200, 413)),
    Attack("CONSTRUCT of 300 for one", "CONSTRUCT { " + "?a ?b [] . " * 300 + f"}} {{ {TWO} }}", (200, 413)),
    Attack("DESCRIBE everything", "DESCRIBE * { ?s ?p ?o }", ANY),
    Attack("DESCRIBE a product", f"DESCRIBE * {{ {THREE} }}", ANY),
    Attack("DESCRIBE a thousand", "DESCRIBE " + "<x:y> " * 1_000, OK),
    Attack("one cell of a gigabyte", _doubling(26, "CONCAT(#, #)").replace("STRLEN(?x26)", "?x26"), SPENT),
    Attack("a cell of 4 MB", _doubling(18, "CONCAT(#, #)").replace("STRLEN(?x18)", "?x18"), LARGE),
    Attack("OFFSET beyond everything", f"SELECT * {{ {THREE} }} OFFSET 18446744073709551615", SPENT),
    Attack("LIMIT beyond numbers", "SELECT * { ?s ?p ?o } LIMIT 999999999999999999999999999", BAD),
    Attack("550 columns", "SELECT " + "".join(f"(1 AS ?v{n})" for n in range(550)) + " {}", OK),
)  # fmt: skip

ATTACKS: Final = (*TEXTS, *FEDERATED, *WORK, *ANSWERS)
