"""The corpus: every hostile case with its family, its files and the real command that meets it."""

import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from hostile_texts import HOSTILE_TEXTS


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile input."""

    family: str
    name: str
    words: tuple[str, ...]
    """The command; it runs in the case's folder."""
    files: dict[str, bytes] = field(default_factory=dict)
    """By path in the case's folder, written over what the base holds."""
    base: str = ""
    """`lead` or `laptop`: a whole workspace that is put there first, under that name."""

    @property
    def id(self) -> str:
        """Family and name."""
        return f"{self.family}/{self.name}"


def every_case() -> list[Case]:
    """Return the whole corpus, in order."""
    families = (rosters, questionnaires, expressions, campaigns, kits, answers, paths, bundles)
    return [case for family in (*families, databases, pictures) for case in family()]


HEADS = b"code,village,group,head,size,category,flags,exit_year,exclusions\r\n"
ROW = "0101-9001,0101,1,{},3,poor,,,\r\n"


def rosters() -> Iterator[Case]:
    """Yield CSV files that a county might send."""
    words = ("-w", "lead", "roster", "import", "households.csv")

    def of(name: str, content: bytes) -> Case:
        return Case("roster", name, words, {"households.csv": content}, "lead")

    for name, text in HOSTILE_TEXTS.items():
        cell = '"' + text.replace('"', '""') + '"'
        yield of(f"head-{name}", HEADS + ROW.format(cell).encode("utf-8", "surrogatepass"))
    yield of("empty", b"")
    yield of("only-nul", b"\0" * 5000)
    yield of("picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    yield of("utf-16", ("\ufeff" + HEADS.decode() + ROW.format("a")).encode("utf-16"))
    yield of("utf-16-odd", HEADS.decode().encode("utf-16") + b"\x00")
    yield of("utf-32", HEADS.decode().encode("utf-32"))
    yield of("gbk-cut", HEADS + ROW.format("王").encode("gbk")[:-9])
    yield of("latin", HEADS + b"\xff\xfe\xfd,\x80\x81\r\n")
    yield of("lone-surrogate", HEADS + ROW.format("\ud800").encode("utf-8", "surrogatepass"))
    yield of("quote-open", HEADS + b'0101-9001,0101,1,"' + b"a" * 100_000)
    yield of("columns", b"," * 100_000 + b"\r\n" + b"," * 100_000)
    yield of("field-of-a-megabyte", HEADS + ROW.format("a" * 1_000_000).encode())
    yield of("head-twice", b"code,code,village,head\r\n1,2,3,4\r\n")
    yield of("no-line-end", HEADS.strip())
    yield of("rows", HEADS + ROW.format("a").encode() * 20_000)
    yield of("faults", HEADS + b"x,y,z,\x07,q,w,e,r,t\r\n" * 5_000)
    yield of("codes", HEADS + b"../../x,0101,1,a,3,poor,,,\r\n=1,0101,1,a,3,poor,,,\r\n")
    yield of("size", HEADS + b"0101-9001,0101,1,a," + b"9" * 6000 + b",poor,,,\r\n")
    yield of("size-of-other-digits", HEADS + "0101-9001,0101,1,a,²³,poor,,,\r\n".encode())


FORM = """settings:
  form_id: hostile
  form_title: {{en: {title}}}
  version: "1"
  subject: household
choices:
  yes_no:
    - {{name: "1", label: {{en: {label}}}}}
survey:
  - name: one
    number: {title}
    type: select_one yes_no
    label: {{en: {label}}}
    hint: {{en: {label}}}
    problem:
      - {{when: ". = '1'", severity: minor, text: {{en: {label}}}}}
"""


def form(label: str = "one", title: str = "title") -> bytes:
    """Return a questionnaire with a text in every place that is shown."""
    quoted = json.dumps(label)
    return FORM.format(label=quoted, title=json.dumps(title)).encode("utf-8", "replace")


def questionnaires() -> Iterator[Case]:
    """Yield YAML that a designer might be sent."""
    commands = (("check",), ("show",), ("paper",))
    for nth, (name, text) in enumerate(HOSTILE_TEXTS.items()):
        for command in commands if nth % 2 else commands[:2]:
            words = ("questionnaire", *command, "form.yaml")
            yield Case("yaml", f"{command[0]}-{name}", words, {"form.yaml": form(text, text)})

    def of(name: str, text: str | bytes) -> Case:
        content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        return Case("yaml", name, ("questionnaire", "check", "form.yaml"), {"form.yaml": content})

    bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    bomb += [
        f"{n}: &{n} [{', '.join([f'*{b}'] * 9)}]"
        for b, n in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    yield of("alias-bomb", "\n".join(bomb))
    yield of("alias-of-itself", "a: &a [*a]")
    yield of("merge-key", "a: &a {b: 1}\nc: {<<: *a}")
    yield of("python-object", "!!python/object/apply:os.system ['id']")
    yield of("python-module", "a: !!python/module:os")
    yield of("python-name", "a: !!python/name:os.system")
    yield of("python-new", "!!python/object/new:subprocess.Popen [[id]]")
    yield of("own-tag", "!<tag:example.invalid,2020:x> a")
    yield of("yaml-directive", "%YAML 9.9\n%TAG ! tag:example.invalid:\n---\na: 1")
    yield of("deep-lists", "[" * 100_000)
    yield of("deep-maps", "{a: " * 20_000)
    yield of("deep-blocks", "".join(f"{' ' * n}a:\n" for n in range(900)))
    yield of("keys-twice", "a: 1\n" * 3_000)
    yield of("key-is-map", "? {a: 1}\n: b")
    yield of("documents", "---\na: 1\n" * 2_000)
    yield of("tabs", "a:\n\t- b")
    yield of("not-utf8", b"a: \xff\xfe\x80")
    yield of("nul-bytes", b"a: \x00\x00")
    yield of("utf-16", "a: 1".encode("utf-16"))
    yield of("integer", f"settings: {{version: {'9' * 10_000}}}")
    yield of("sexagesimal", "settings: {version: 12:30:45}")
    yield of("scalar", "just text")
    yield of("list", "- a\n- b")
    yield of("null", "~")
    yield of("empty", "")
    yield of("megabytes", "a: " + "x" * 9_000_000)
    yield of("faults", "survey:\n" + "".join(f"  - {{nam: {n}}}\n" for n in range(999)))
    many = "".join(f"  - {{name: q{n}, type: text, label: {{en: a}}}}\n" for n in range(3_000))
    head = 'settings: {form_id: many, form_title: {en: a}, version: "1", subject: household}\n'
    yield of("questions", head + "survey:\n" + many)
    ring = "".join(
        f"  - {{name: q{n}, type: calculate, calculation: '${{q{(n + 1) % 300}}}'}}\n"
        for n in range(300)
    )
    yield of("ring", head + "survey:\n" + ring)
    groups = "".join(
        f"{'    ' * n}- name: g{n}\n{'    ' * n}  type: group\n{'    ' * n}  children:\n"
        for n in range(60)
    )
    yield of("groups", head + "survey:\n" + groups)
    for name, table in (("outside", "../../../etc/passwd"), ("absolute", "/etc/passwd")):
        yield of(
            f"table-{name}",
            head
            + "survey:\n  - {name: a, type: select_one_from_file "
            + table
            + ", label: {en: a}}\n",
        )


def expressions() -> Iterator[Case]:
    """Yield expressions that a form might hold."""
    said = {
        "dunder": "__import__('os').system('id')",
        "attribute": "''.__class__.__mro__",
        "lambda": "(lambda: 1)()",
        "comprehension": "[x for x in (1,)]",
        "deep": "(" * 5_000 + "1" + ")" * 5_000,
        "deep-not": "not(" * 3_000 + "1" + ")" * 3_000,
        "minus": "-" * 20_000 + "1",
        "chain": " + ".join(["1"] * 20_000),
        "ors": " or ".join(["${a} = 1"] * 5_000),
        "power": "pow(9, pow(9, pow(9, 9)))",
        "power-negative": "pow(0, -1)",
        "division": "1 div 0",
        "modulo": "1 mod 0",
        "digits": "9" * 100_000,
        "float": "1e400",
        "round": "round(1.5, 999999999)",
        "round-negative": "round(1.5, -999999999)",
        "concat": "concat(" + ", ".join(["'aaaaaaaaaa'"] * 5_000) + ")",
        "regex-bomb": "regex('" + "a" * 40 + "!', '^(a+)+$')",
        "regex-alternatives": "regex('" + "a" * 40 + "!', '^(a|a|aa)+$')",
        "regex-repeat": "regex('a', 'a{1,999999999}')",
        "regex-back": r"regex('aaaa', '(a)\1\1')",
        "regex-ahead": "regex('a', '(?=a)(?P<x>a)')",
        "regex-open": "regex('a', '[')",
        "regex-deep": "regex('a', '" + "(" * 2_000 + "a" + ")" * 2_000 + "')",
        "pulldata": "pulldata('../../etc/passwd', 'a', 'b', 'c')",
        "instance": "instance('/etc/passwd')/root/item",
        "unknown": "evaluate('1+1')",
        "string-open": "'" + "a" * 10_000,
        "nul": "'a\x00b'",
        "date": "date('9999999999-99-99')",
        "date-format": "format-date('2020-01-01', '" + "%Y" * 20_000 + "')",
        "date-huge": "date(999999999999999999)",
        "substring": "substr('abc', -999999999999, 99999999999999)",
        "join": "join('" + "x" * 10_000 + "', 'a', 'b')",
        "count": "count-selected('" + "a " * 50_000 + "')",
        "selected": "selected-at('a b', 999999999999999999999)",
        "random": "random(random(random(1)))",
        "path-axis": "//*[name()='a']/ancestor::*",
        "predicate": "${a}[${a}[${a}[1]]]",
        "wide": "１＋１",
        "bidi": "'\u202e'",
        "escape": "\x1b[31m1",
        "digest": "digest('a', 'MD5', '../../x')",
        "once": "once(uuid(999999999))",
        "base64": "base64-decode('" + "A" * 50_000 + "')",
        "position": "position(..)",
        "translate": "translate('" + "a" * 50_000 + "', 'a', 'b')",
    }
    for name, text in said.items():
        if "\x00" in text or len(text) > 120_000:
            continue
        yield Case("expression", name, ("questionnaire", "eval", "--", text))


def campaigns() -> Iterator[Case]:
    """Yield campaign.yaml with one value turned bad."""

    def of(name: str, line: str) -> Case:
        text = CAMPAIGN.replace("@@", line)
        return Case(
            "campaign",
            name,
            ("-w", "lead", "status"),
            {"lead/campaign.yaml": text.encode()},
            "lead",
        )

    for name in (
        "formula",
        "script",
        "template",
        "format",
        "dunder",
        "markup",
        "escape",
        "osc-52",
        "bidi",
        "zero-width",
        "pile",
        "nul",
        "path",
        "long",
        "blank",
    ):
        yield of(f"name-{name}", f"name: {{en: {json.dumps(HOSTILE_TEXTS[name])}}}")
    yield of("id-path", "name: {en: a}\nid: ../../outside")
    yield of("id-twice", "name: {en: a}\nid: a\nid: b")
    yield of("zone", "name: {en: a}\ntimezone: ../../../etc/passwd")
    yield of("zone-list", "name: {en: a}\ntimezone: [a]")
    yield of("line-huge", f"name: {{en: a}}\npoverty_line: {'9' * 5000}")
    yield of("line-negative", "name: {en: a}\npoverty_line: -1")
    yield of("villages", "name: {en: a}\nvillages_per_day: 99999999999999999999")
    yield of("unknown", "name: {en: a}\n__class__: {a: 1}")
    yield of("forms", "name: {en: a}\nforms: {poor: [../../x, /etc/passwd]}")
    yield of("cell", "name: {en: a}\nprivacy: {smallest_cell: -5}")
    yield of("tag", "name: !!python/object/apply:os.system [id]")


CAMPAIGN = """id: hostile
@@
county: {name: {en: County}, is_delisted: true}
days: [2020-06-28, 2020-06-29]
teams:
  - {code: "1", members: [A, B, C]}
"""

BAD_JSON = {
    "empty": b"",
    "nul": b"\0\0",
    "not-utf8": b'{"a": "\xff"}',
    "cut": b'{"a": [1, 2',
    "list": b"[]",
    "null": b"null",
    "number": b"1",
    "text": b'"text"',
    "nan": b'{"a": NaN, "b": Infinity, "c": -Infinity}',
    "integer": b'{"format": ' + b"9" * 10_000 + b"}",
    "float": b'{"format": 1e999999}',
    "deep": b"[" * 100_000,
    "deep-maps": b'{"a":' * 100_000,
    "surrogate": b'{"campaign": "\\ud800", "team": "\\udfff\\ud800"}',
    "escape": b'{"campaign": "\\u001b[31m", "team": "\\u202e"}',
    "keys": b'{"files": {"../../outside": "00", "/etc/passwd": "00", "CON": "00"}}',
    "proto": b'{"__proto__": {"a": 1}, "__class__": "x", "constructor": 1}',
    "twice": b'{"format": 1, "format": 2, "format": []}',
    "types": b'{"format": 1, "campaign": {}, "team": [], "files": 7, "made_at": false}',
    "text-of-a-megabyte": b'{"campaign": "' + b"a" * 1_000_000 + b'"}',
}


def kits() -> Iterator[Case]:
    """Yield kits whose files somebody changed."""
    for file in ("kit.json", "sample.json"):
        for name, content in BAD_JSON.items():
            words = ("join", "kit", "joined")
            yield Case("kit", f"{file}-{name}", words, {f"kit/{file}": content}, "kit")
            if file == "kit.json":
                yield Case(
                    "kit",
                    f"laptop-{name}",
                    ("-w", "laptop", "today", "--date", "2020-06-28", "--json"),
                    {f"laptop/{file}": content},
                    "laptop",
                )


def answers() -> Iterator[Case]:
    """Yield files of answers: from another program, or another's hands."""
    words = ("questionnaire", "try", "form.yaml", "answers.json", "--json")
    for name, content in BAD_JSON.items():
        files = {"form.yaml": form(), "answers.json": content}
        yield Case("answers", name, words, files)
    for name, text in HOSTILE_TEXTS.items():
        said = json.dumps({"one": text, text: "1"}).encode()
        yield Case("answers", f"text-{name}", words, {"form.yaml": form(), "answers.json": said})
    interview = (
        "-w",
        "laptop",
        "interview",
        "0101-01",
        "--inspectors",
        "A,B",
        "--answers",
        "a.yaml",
    )
    for name in ("formula", "escape", "osc-52", "bidi", "pile", "long", "template", "nul", "lines"):
        said = json.dumps({"head": HOSTILE_TEXTS[name], "household_size": HOSTILE_TEXTS[name]})
        yield Case("answers", f"interview-{name}", interview, {"a.yaml": said.encode()}, "laptop")


def paths() -> Iterator[Case]:
    """Yield words that are typed where a name, a code or a path is expected."""
    for name, text in HOSTILE_TEXTS.items():
        if "\0" in text or len(text) > 100_000:
            continue
        yield Case("path", f"subject-{name}", ("-w", "laptop", "show", "--", text), {}, "laptop")
        if "dev" not in text and len(text) < 200:
            yield Case("path", f"merge-{name}", ("-w", "lead", "merge", "--", text), {}, "lead")
            yield Case("path", f"workspace-{name}", ("-w", text, "status"))
    for name in ("script", "escape", "bidi", "path", "osc-52"):
        text = HOSTILE_TEXTS[name]
        yield Case("path", f"join-{name}", ("join", text))
        yield Case(
            "path",
            f"filter-{name}",
            ("-w", "lead", "problems", "list", "--village", text),
            {},
            "lead",
        )


def bundles() -> Iterator[Case]:
    """Yield what may lie on a stick."""

    def of(name: str, content: bytes, file: str = "d1-000001-000002.fsb") -> Case:
        words = ("-w", "lead", "merge", "stick")
        return Case("bundle", name, words, {f"stick/{file}": content}, "lead")

    def envelope(payload: bytes, **more: object) -> bytes:
        head = {"bytes": len(payload), "sealing": "none", "sha256": sha256(payload).hexdigest()}
        return b"FSB1\n" + json.dumps(head | more).encode() + b"\n" + payload

    yield of("empty", b"")
    yield of("magic-only", b"FSB1\n")
    yield of("other-magic", b"PK\x03\x04" + b"a" * 500)
    yield of("newer", b"FSB9\n{}\n")
    for name, content in BAD_JSON.items():
        yield of(f"head-{name}", b"FSB1\n" + content.replace(b"\n", b"") + b"\nabc")
        yield of(f"lines-{name}", envelope(zlib.compress(content + b"\n00\n" + content)))
    yield of("bytes-huge", envelope(b"a", bytes=10**18))
    yield of("bytes-negative", envelope(b"a", bytes=-1))
    yield of("sealing-unknown", envelope(b"a", sealing="rot13"))
    yield of("sealing-age", envelope(b"age-encryption.org/v1\n-> X25519 AAAA\n", sealing="age"))
    yield of("age-cut", envelope(b"age-encryption.org/v1\n", sealing="age"))
    yield of("bomb", envelope(zlib.compress(bytes(300_000_000), 9)))
    yield of("bomb-lines", envelope(zlib.compress(b"\n" * 50_000_000, 9)))
    yield of("not-deflate", envelope(b"\x78\x9c" + b"\xff" * 300))
    yield of("deflate-cut", envelope(zlib.compress(b"a" * 9_000)[:-9]))
    yield of("name-escape", envelope(b"a"), "\x1b[31m\u202e-000001-000002.fsb")
    yield of("name-long", envelope(b"a"), "a" * 240 + ".fsb")
    yield of("receipt", b"[" * 50_000, "receipts.json")
    yield of("picture", envelope(b"a"), "d1-" + "0" * 64 + ".fsp")


def databases() -> Iterator[Case]:
    """Yield survey files that are none."""
    contents = {
        "empty": b"",
        "text": b"not a database" * 99,
        "head-only": b"SQLite format 3\0",
        "cut": b"SQLite format 3\0" + struct.pack(">H", 4096) + b"\1\1\0\x40\x20\x20" + b"\0" * 900,
        "noise": bytes(range(256)) * 64,
    }
    for name, content in contents.items():
        for command in ("status", "verify", "rebuild"):
            files = {"lead/survey.db": content, "lead/survey.db-journal": b"\xd9\xd5\x05\xf9" * 64}
            yield Case("database", f"{command}-{name}", ("-w", "lead", command), files, "lead")


def pictures() -> Iterator[Case]:
    """Yield photos of an answers file: cut, lying about their size, no pictures at all."""

    def png(width: int, height: int, extra: bytes = b"") -> bytes:
        def chunk(kind: bytes, data: bytes) -> bytes:
            return (
                struct.pack(">I", len(data))
                + kind
                + data
                + struct.pack(">I", zlib.crc32(kind + data))
            )

        head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IEND", b"")

    jpeg = b"\xff\xd8\xff\xe1"
    contents = {
        "empty": b"",
        "text": b"hello",
        "html": b"<html><script>alert(1)</script>",
        "png-huge": png(2**31 - 1, 2**31 - 1),
        "png-zero": png(0, 0),
        "png-cut": png(9, 9)[:20],
        "png-long-chunk": b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xffIHDR",
        "png-bomb": png(60_000, 60_000, zlib.compress(bytes(50_000_000), 9)),
        "jpeg-cut": jpeg,
        "jpeg-length": jpeg + b"\xff\xff" + b"Exif\0\0II*\0" + b"\xff" * 40,
        "exif-loop": jpeg
        + b"\0\x40Exif\0\0II*\0\x08\0\0\0"
        + b"\1\0\x69\x87\4\0\1\0\0\0\x08\0\0\0" * 3,
        "exif-offset": jpeg + b"\0\x40Exif\0\0MM\0*" + b"\x7f\xff\xff\xff" + b"\0" * 50,
        "exif-count": jpeg + b"\0\x40Exif\0\0II*\0\x08\0\0\0" + b"\xff\xff" + b"\2\1\xff\xff" * 9,
        "gif": b"GIF89a" + b"\xff" * 20,
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "webp": b"RIFF\xff\xff\xff\xffWEBPVP8 ",
    }
    head = 'settings: {form_id: picture, form_title: {en: a}, version: "1", subject: household}\n'
    survey = "survey:\n  - {name: one, type: image, label: {en: a}, privacy: plain}\n"
    for name, content in contents.items():
        for extension in ("jpg", "png"):
            yield Case(
                "picture",
                f"{name}.{extension}",
                ("questionnaire", "try", "form.yaml", "answers.yaml", "--json"),
                {
                    "form.yaml": (head + survey).encode(),
                    "answers.yaml": json.dumps({"one": f"photo.{extension}"}).encode(),
                    f"photo.{extension}": content,
                },
            )
