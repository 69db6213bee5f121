"""Fifty names and numbers planted wherever people write, and every file that leaves searched.

A real campaign is filled with them: on the roster, in answers, remarks, descriptions, reasons, the
names of photos and of bundles, problems added by eye. Then the real commands write what leaves, and
every file of every folder they wrote into is searched as bytes, in whatever it is packed.
"""

import base64
import contextlib
import csv
import html
import io
import json
import quopri
import re
import shutil
import subprocess
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.cli.test_mail import plan_mail
from tests.post_office import PostOffice, closed_port, opened

from fieldsurvey.assess.problems.decisions import AddedProblem, Source, adding_entry, decision_entry
from fieldsurvey.assess.problems.problem import ProblemState
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.evening import assess_evening
from fieldsurvey.handover.sealing import marks, unseal
from fieldsurvey.questionnaire import Questionnaire, load_questionnaires
from fieldsurvey.report.keeping.writing import FORMATS

HEADS = (
    "佟禾",
    "谌棠宁",
    "荆苇芦畔",
    "欧阳测试",
    "司马南枝",
    "尉迟青",
    "上官灵犀",
    "诸葛小满",
    "买买提·艾力",
    "阿依古丽・吐尔逊",
    "Nurlan Abayev",
    "Dolma Tsering-Lhamo",
)
"""Heads of households of one village, as its roster has them."""

PEOPLE = ("皇甫桥", "令狐安澜", "夏侯知秋", "慕容雪", "Aigul Serikova")
"""Those who stand on no roster, and in an answer of their own: a head who moved in."""

IDENTITIES = (
    "411302199003070519",
    "41130219900307051X",
    "411302 19900307 0519",
    "411302-19900307-0519",
    "4113 0219 9003 0705 19",
    "４１１３０２１９９００３０７０５１９",
    "411302　１９９００３０７　０５１９",
    "4·1·1·3·0·2·1·9·9·0·0·3·0·7·0·5·1·9",
    "411302900307051",
    "411302 900307 051",
    "411302-900307-051",
    "４１１３０２９００３０７０５１",
)
"""18 and 15 digits."""

TELEPHONES = (
    "13987654321",
    "139 8765 4321",
    "139-8765-4321",
    "１３９８７６５４３２１",
    "+8613987654321",
    "+86 139 8765 4321",
    "86-139-8765-4321",
    "0086 13987654321",
    "139.8765.4321",
    "一三九八七六五四三二一",
    "0377-63123456",
    "0377 63123456",
    "(0377)63123456",
    "（０３７７）６３１２３４５６",
    "037763123456",
    "010-62345678",
    "+86-377-63123456",
    "63123456",
    "6312-3456",
    "0377-6312 3456 转 808",
)
"""Mobile and landline."""

CARDS = ("6217001234567890123", "6217 0012 3456 7890 123", "6217-0012-3456-7890-123")

NUMBERS = (*IDENTITIES, *TELEPHONES, *CARDS)
PLANTED = (*HEADS, *PEOPLE, *NUMBERS)

SAID = "; ".join([*HEADS, *PEOPLE, *IDENTITIES, *CARDS, *(f"电话{each}" for each in TELEPHONES)])
"""Everything at once, as no inspector would write it: nothing of it may be left over."""

WRITING = [
    ["nightly", "--date", "2020-07-01"],
    ["nightly", "--date", "2020-07-02", "--ranking", *(["--pdf"] if find_spec("typst") else [])],
    ["edition", "--period", "week", "--ending", "2020-07-02", "--ranking"],
    ["edition", "--period", "month", "--ending", "2020-07-31"],
    ["feedback", "--date", "2020-07-31", "--anyway", "--why", SAID, "--by", "Li"],
    ["problems", "list", "--csv", "OUT/problems.csv"],
    ["problems", "list", "--hints", "--csv", "OUT/hints.csv"],
]
"""What writes files that leave, beside the mail; OUT is a folder that is searched, too."""

FOR_A_PROGRAM = [
    ["problems", "list", "--json"],
    ["problems", "list", "--hints", "--json"],
    ["problems", "show", "NUMBER", "--json"],
    ["problems", "show", "ADDED", "--json"],
    ["problems", "count", "--json"],
    ["conflicts", "list", "--json"],
    ["checks", "list", "--json"],
    ["checks", "inspectors", "--json"],
    ["status", "--json"],
    ["sample", "show", "--reserves", "--json"],
    ["show", "SUBJECT", "--json", "--history", "--lines", "--timing"],
    ["score", "VILLAGE", "--why", "--with-suspected", "--json"],
    ["rank", "--why", "--json"],
    ["rates", "--json"],
]
"""What is printed for a program, which may send it on."""


@pytest.fixture
def planted(lead: Path) -> dict[str, str]:
    """Fill a lead's workspace with what was planted; say which household, village and problems."""
    forms = load_questionnaires(lead / "questionnaires")
    with SurveyFile.open(lead / "survey.db") as survey_file:
        made = [each for each in survey_file.interviews() if each.finished_at]
        one = next(e for e in made if e.form_id == "registered-household" and e.descriptions)
        village = one.subject[:4]
        name_heads(lead, village)
        copies = [(one, HEADS[nth], person) for nth, person in enumerate(PEOPLE)]
        others = {each.form_id: each for each in made if each.subject.startswith(village)}
        copies += [(each, HEADS[-1], "") for form, each in others.items() if form != one.form_id]
        for told, head, person in copies:
            interview = plant_interview(survey_file, told, head, person, forms[told.form_id])
            if person in PEOPLE[1:]:
                survey_file.append([Entry(Kind.WITHDRAW, interview, value={"reason": SAID})])
        number = next(iter(problem_numbers(survey_file, lead, one.subject)))
        plant_decisions(survey_file, one, number)
    for nth, each in enumerate((HEADS[0], HEADS[3], IDENTITIES[0], TELEPHONES[0])):
        (lead / "inbox" / f"{each}{nth}.fsb").write_bytes(b"no bundle at all")
    return {
        "SUBJECT": one.subject,
        "VILLAGE": village,
        "NUMBER": number,
        "ADDED": f"{village}-ADDED",
    }


def plant_interview(
    survey_file: SurveyFile, told: Interview, head: str, person: str, form: Questionnaire
) -> str:
    """Say an interview again, every text in it planted, on the lead's machine; return its id."""
    interview = f"{survey_file.device}-{survey_file.last_seq + 1}"
    preload = {**told.preload, "household.head": head} if person else told.preload
    start = {
        "subject": told.subject,
        "form": told.form_id,
        "team": told.team,
        "inspectors": list(told.inspectors),
        "preload": dict(preload),
    }
    said = [(Kind.INTERVIEW_START, "", start)]
    for path, answer in told.answers.items():
        question = form.questions[path.rsplit("/", 1)[-1]]
        is_own_text = question.base_type == "text" and not question.preload
        planted = SAID if is_own_text and "inspector" not in path else answer
        if isinstance(planted, str):
            said.append((Kind.ANSWER, path, person if person and path == "head" else planted))
    path = next(iter(told.descriptions), next(iter(told.answers)))
    said += [
        (Kind.NOTE, path, {"description": SAID}),
        *((Kind.NOTE, each, {"remark": SAID}) for each in told.answers),
        (Kind.PHOTO, path, {"sha256": "ab" * 32, "name": SAID, "extension": "jpg"}),
        (Kind.PHOTO, next(reversed(told.answers)), {"absent": SAID}),
        (Kind.FINISH, "", {"inspectors": list(told.inspectors)}),
    ]
    survey_file.append(
        [
            Entry(kind, interview, question, value, told.questionnaire, "Li")
            for kind, question, value in said
        ]
    )
    return interview


def plant_decisions(survey_file: SurveyFile, one: Interview, number: str) -> None:
    """Add problems by eye, decide about them and others, explain absences: all of it planted."""
    village = one.subject[:4]
    added = AddedProblem(
        number=f"{one.subject}-ADDED",
        subject=one.subject,
        text=SAID,
        rule="",
        severity="major",
        category="housing",
        sector="",
        source=Source.EYE,
        found_by=one.inspectors,
        found_on="2020-06-28",
        evidence=SAID,
    )
    decided = {"who": "Li", "why": SAID, "second": f"Ma {SAID}"}
    absent = ({"subject": f"{village}-{n:02}", "reason": "moved", "note": SAID} for n in range(16))
    survey_file.append(
        [
            adding_entry(added, who="Li"),
            adding_entry(replace(added, number=f"{village}-ADDED", subject=village), who="Li"),
            decision_entry(number, ProblemState.DISMISSED, **decided),
            decision_entry(f"{village}-ADDED", ProblemState.CONFIRMED, **decided),
            decision_entry(f"{one.subject}-ADDED", ProblemState.DISMISSED, who="Li", why=SAID),
            *(Entry(Kind.ABSENT, value=each) for each in absent),
        ]
    )


def name_heads(lead: Path, village: str) -> None:
    """Call the heads of a village by the planted names, and write a number beside their group."""
    renamed: dict[str, str] = {}
    for file in (lead / "roster" / "households.csv", lead / "sample.csv"):
        first, *rows = csv.reader(io.StringIO(file.read_text("utf-8-sig")))
        code, head, group = (
            first.index(name)
            for name in ("code" if "code" in first else "household", "head", "group")
        )
        for row in rows:
            if row[code].startswith(f"{village}-") and len(renamed) < len(HEADS):
                renamed.setdefault(row[code], HEADS[len(renamed)])
            if row[code] in renamed:
                row[head] = renamed[row[code]]
                row[group] = f"3组 {TELEPHONES[0]}"
        written = io.StringIO()
        csv.writer(written).writerows([first, *rows])
        file.write_text("\ufeff" + written.getvalue(), "utf-8", newline="")


def problem_numbers(survey_file: SurveyFile, lead: Path, subject: str) -> list[str]:
    """Return the numbers of the problems of a household."""
    workspace = Workspace(lead)
    evening = assess_evening(workspace, survey_file)
    return [each.number for each in evening.assessment.problems if each.subject == subject]


def hits(content: bytes) -> set[str]:
    """Return what was planted and stands in a file, however it is packed and written."""
    return {each for part in unpacked(content) for each in standing_in(part)}


def standing_in(content: bytes) -> Iterator[str]:
    """Yield what stands in bytes: in UTF-8, UTF-16 or GB 18030, digits parted otherwise or not."""
    text = folded(content.decode("utf-8", "replace"))
    whole = solid(text)
    for each in PLANTED:
        sought = folded(each)
        if (
            sought in text
            or (each in NUMBERS and solid(sought) in whole)
            or any(each.encode(code) in content for code in ("utf-16-le", "utf-16-be", "gb18030"))
        ):
            yield each


def folded(text: str) -> str:
    """Return text with full-width signs as in ASCII, references of XML and JSON resolved."""
    text = html.unescape(text)
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return unicodedata.normalize("NFKC", text).casefold()


def solid(text: str) -> str:
    """Return text without what parts the digits of a number."""
    return re.sub(r"(?<=\d)[\s\-().·]{1,3}(?=[\dx])", "", text)


def unpacked(content: bytes) -> Iterator[bytes]:
    """Yield a file, and whatever it is made of: members, parts of a mail, streams, base64."""
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for name in book.namelist():
                yield name.encode()
                yield from unpacked(book.read(name))
        return
    if content.startswith(b"%PDF"):
        yield from _streams(content)
    if re.match(rb"(?:From|To|Subject|Date|Message-ID|MIME-Version):", content):
        yield from _parts(content)
    for run in re.findall(rb"[A-Za-z0-9+/=\r\n]{64,}", content):
        with contextlib.suppress(ValueError):
            yield base64.b64decode(run, validate=False)
    yield quopri.decodestring(content)


def _streams(content: bytes) -> Iterator[bytes]:
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        with contextlib.suppress(zlib.error):
            yield zlib.decompress(stream)
    if shutil.which("pdftotext"):
        words = ["pdftotext", "-", "-"]
        yield subprocess.run(words, input=content, capture_output=True, check=False).stdout


def _parts(content: bytes) -> Iterator[bytes]:
    message = message_from_bytes(content, policy=SMTP)
    yield "\n".join(f"{name}: {value}" for name, value in message.items()).encode()
    for part in message.walk():
        if not part.is_multipart():
            yield (part.get_filename() or "").encode()
            yield from unpacked(part.get_payload(decode=True))


def search(folder: Path) -> dict[str, set[str]]:
    """Return what is found in each file of a folder, and in its name."""
    files = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    assert files
    found = {
        str(path.relative_to(folder)): hits(content) | hits(path.name.encode())
        for path, content in files.items()
    }
    return {name: each for name, each in found.items() if each}


def test_the_search_finds_what_stands_in_any_format(planted, lead, command, tmp_path):
    """In full, asked for with a reason, a list holds what was planted: the search is no dummy."""
    out = tmp_path / "full.csv"
    asked = ["--full-names", "--reason", "audit", "--by", "Li", "--csv", out]
    command("-w", lead, "problems", "list", *asked)

    assert hits(out.read_bytes()) >= {*HEADS[:1], *IDENTITIES, *TELEPHONES, *CARDS}
    with zipfile.ZipFile(tmp_path / "full.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(out)
    whole = hits((tmp_path / "full.zip").read_bytes())
    assert whole == hits(out.read_bytes())
    assert hits(base64.encodebytes(out.read_bytes())) == whole
    assert hits(out.read_text("utf-8-sig").encode("utf-16")) == whole


def test_nothing_planted_is_in_a_file_that_leaves(planted, lead, command, tmp_path):
    """Editions in every format, tables, the mail as it goes out, plain and sealed: 0 hits."""
    before = {path for path in lead.rglob("*") if path.is_file()}
    out = tmp_path / "out"
    (out / "share").mkdir(parents=True)
    key = AgeIdentity.make()
    for words in WRITING:
        said = command("-w", lead, *(word.replace("OUT", str(out)) for word in words))
        assert said.exit_code in (0, 1), said.said
    assert command("-w", lead, "share", out / "share", "--to", key.recipient).exit_code == 0
    with opened(PostOffice()) as office:
        attached = ["workbook", "page", "document", "table", "data"]
        plan_mail(lead, port=closed_port(), attach=attached)
        assert command("-w", lead, "mail", "send", "5", "--once").exit_code == 1
        shutil.copytree(lead / "mail", out / "waiting")
        plan_mail(lead, port=office.port, attach=attached)
        assert command("-w", lead, "mail", "send", "4").exit_code == 0
        plan_mail(lead, port=office.port, seal_to=[key.recipient])
        assert command("-w", lead, "mail", "send", "5").exit_code == 0
    keep_mail(office, key, out)
    made = [path for path in lead.rglob("*") if path.is_file() and path not in before]
    for path in filter(leaves, made):
        place = out / path.relative_to(lead)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)

    assert {path.suffix[1:] for path in (out / "editions").rglob("*")} >= {*FORMATS}
    assert {path.name for path in (out / "feedback").rglob("problem-list.*")} == {
        "problem-list.docx",
        "problem-list.xlsx",
    }
    names = {path.name for path in out.iterdir()}
    assert [*(out / "share").rglob("*.fsb")] and [*(out / "waiting").iterdir()]
    assert {"0.eml", "1.eml", "problem-list-0005-2020-07-02.xlsx"} <= names
    assert planted["ADDED"].encode() in (out / "problems.csv").read_bytes()
    assert search(out) == {}


def leaves(path: Path) -> bool:
    """Whether a file of the lead's workspace may be sent: all but the survey file and sealed lines.

    So a format or a folder that is new is searched without a change here.
    """
    return path.suffix not in {".db", ".db-journal", ".imprint"} and not (
        {"inbox", "outbox", "keys", "photos"} & {*path.parts}
    )


def keep_mail(office: PostOffice, key: AgeIdentity, out: Path) -> None:
    """Put every message that was sent into a folder, and what was sealed in it, opened."""
    for nth, (_to, message) in enumerate(office.taken):
        (out / f"{nth}.eml").write_bytes(message)
    for letter in office.letters:
        for part in letter.iter_attachments():
            name, content = part.get_filename(), part.get_content()
            if name.endswith(".age"):
                clear = unseal(content, [key], marks([key.recipient]))
                (out / name.removesuffix(".age")).write_bytes(clear)


def test_nothing_planted_is_printed_for_a_program(planted, lead, command):
    """Whatever reads it may send it on."""
    for words in FOR_A_PROGRAM:
        ran = command("-w", lead, *(planted.get(word, word) for word in words))

        assert ran.exit_code in (0, 1), ran.said
        assert json.loads(ran.out), words
        assert hits(ran.out.encode()) == set(), words
