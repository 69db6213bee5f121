import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from fieldsurvey.chain.devices.enrolment import Enrolment, Trust, enrolment_entry
from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.devices.kits import KIT_EVENT
from fieldsurvey.chain.devices.register import (
    QuestionnaireVersion,
    Receipt,
    keep_receipt,
    keep_version,
)
from fieldsurvey.chain.lines.line import Entry, Kind, dump_json
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import FindingKind

MakeChain = Callable[..., Any]
LEAD = DeviceKey.of_seed(bytes(32))
SOURCE = "settings: …\n"
DIGEST = hashlib.sha256(SOURCE.encode()).hexdigest()


@pytest.fixture
def laptop(chain: MakeChain) -> Any:
    """A laptop with a session and an interview of three lines."""
    made = chain()
    made.say(Entry(Kind.SESSION))
    name = made.start()
    made.say(*(Entry(Kind.ANSWER, name, f"q{n}", "1") for n in range(2)))
    return made


@pytest.fixture
def merged(lead: SurveyFile, laptop: Any) -> SurveyFile:
    """The lead's file once the laptop has handed in; it is sound."""
    laptop.hand_in(lead)
    assert verify(lead).findings == ()
    return lead


def found(survey_file: SurveyFile, lead_key: str = "") -> list[tuple[str, str]]:
    """Verify, and return code and place of what was found."""
    return [(one.code, one.where) for one in verify(survey_file, lead_key).findings]


def receipt(laptop: Any, key: DeviceKey = LEAD, **otherwise: Any) -> Receipt:
    """Return a receipt for the laptop's last line, signed with what stands in it."""
    seq = len(laptop.lines)
    said = {
        "campaign": "dongshan-2026",
        "device": laptop.key.device,
        "seq": seq,
        "head": laptop.lines[seq - 1].hash.hex(),
        "witness": key.public.hex(),
    }
    text = dump_json(said | otherwise)
    return Receipt(
        laptop.key.device,
        seq,
        laptop.lines[seq - 1].hash,
        key.public.hex(),
        text,
        sign_text(key, Purpose.RECEIPT, text),
    )


def receipt_line(laptop: Any, **otherwise: Any) -> Entry:
    """Return what the lead's chain says of that receipt."""
    seq = len(laptop.lines)
    said = {"device": laptop.key.device, "seq": seq, "head": laptop.lines[seq - 1].hash.hex()}
    return Entry(Kind.RECEIPT, value=said | otherwise)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ("signature = zeroblob(64)", {"V022"}),
        ("signature = x'00'", {"V022"}),
        ("header = 'no JSON'", {"V022", "V027", "V029"}),
        ("header = '7'", {"V022", "V027", "V029"}),
        ("header = replace(header, '\"to\":4', '\"to\":3')", {"V022", "V029"}),
        ("last = 3", {"V023", "V026", "V029"}),
        ("first = 2", {"V026", "V029"}),
        ("head = zeroblob(32)", {"V023", "V026", "V029"}),
    ],
)
def test_a_note_of_a_bundle_is_what_was_signed(
    merged: SurveyFile, laptop: Any, change: str, codes: set[str]
) -> None:
    """Whatever is changed in it, the signature or the lines tell; the bundle is named."""
    name = laptop.sealed().name
    merged.connection.execute(f"UPDATE bundle SET {change}")

    said = found(merged)

    assert {code for code, _where in said} == codes
    assert {where for _code, where in said} <= {name, laptop.key.device}


def test_a_bundle_made_here_bears_the_name_of_its_lines(merged: SurveyFile, laptop: Any) -> None:
    """One taken in may have been renamed on its stick; one in the outbox was not."""
    merged.connection.execute("UPDATE bundle SET name = 'copy.fsb'")
    taken_in = found(merged)
    merged.connection.execute("UPDATE bundle SET direction = 'out'")

    assert (taken_in, found(merged)) == ([], [("V029", "copy.fsb")])


@pytest.mark.parametrize("key", ["", "zz", "aa" * 32])
def test_another_key_does_not_make_the_signature_fit(
    merged: SurveyFile, laptop: Any, key: str
) -> None:
    """No key, no key at all, or a stranger's: no bundle is borne out by it."""
    device = laptop.key.device
    merged.connection.execute("UPDATE device SET public_key = ? WHERE device = ?", (key, device))

    said = found(merged)

    assert ("V022", laptop.sealed().name) in said
    assert (("V020", device) in said) is bool(key)


def test_the_team_of_a_laptop_is_the_one_it_was_given(merged: SurveyFile, laptop: Any) -> None:
    """Another one in the lead's notes would put its interviews under another team."""
    merged.connection.execute("UPDATE device SET team = '9' WHERE device = ?", (laptop.key.device,))

    assert found(merged) == [("V027", laptop.key.device)]


def test_a_laptop_enrolled_in_another_team_is_of_that_team(merged: SurveyFile, laptop: Any) -> None:
    """What the lead decided counts beside what the laptop says of itself."""
    key = laptop.key.public.hex()
    merged.append([enrolment_entry(Enrolment(laptop.key.device, key, "9", Trust.ENROLLED))])
    merged.connection.execute("UPDATE device SET team = '9' WHERE device = ?", (laptop.key.device,))

    assert found(merged) == []


@pytest.mark.parametrize("team", [["2"], {"2": 2}, 2, None])
def test_a_laptop_that_names_its_team_in_an_odd_way_stops_no_lead(
    lead: SurveyFile, chain: MakeChain, team: object
) -> None:
    """Whoever has a laptop's key can sign any line; the lead's report must come all the same."""
    made = chain()
    made.say(Entry(Kind.KEY, value={"public_key": made.key.public.hex(), "team": team}))
    made.hand_in(lead)

    assert found(lead) == []


def test_a_receipt_that_was_given_is_borne_out(merged: SurveyFile, laptop: Any) -> None:
    """By the lead's signature and by the line it names, in the lead's file as on the laptop."""
    keep_receipt(merged, receipt(laptop))
    merged.append([receipt_line(laptop)])

    assert found(merged) == found(merged, LEAD.public.hex()) == []


@pytest.mark.parametrize(
    "otherwise",
    [
        {"seq": 3},
        {"campaign": "another"},
        {"device": "d00000000"},
        {"head": "00" * 32},
        {"witness": "00" * 32},
    ],
)
def test_a_receipt_that_was_signed_for_something_else_is_named(
    merged: SurveyFile, laptop: Any, otherwise: dict[str, Any]
) -> None:
    """The columns beside the signed text can be changed; they must say what it says."""
    keep_receipt(merged, receipt(laptop, **otherwise))

    assert found(merged) == [("V051", f"{laptop.key.device}-4")]


@pytest.mark.parametrize(
    "change",
    [
        "signature = zeroblob(64)",
        "witness = 'no key'",
        "text = '{'",
        "text = '[]'",
        "seq = 3",
    ],
)
def test_an_altered_receipt_is_named(merged: SurveyFile, laptop: Any, change: str) -> None:
    """Whichever part of it."""
    keep_receipt(merged, receipt(laptop))
    merged.connection.execute(f"UPDATE receipt SET {change}")

    assert {code for code, _where in found(merged)} == {"V051"}


def test_a_laptop_believes_receipts_of_its_own_lead_only(merged: SurveyFile, laptop: Any) -> None:
    """A stranger's is well signed, and still not the lead's."""
    stranger = DeviceKey.of_seed(b"\x07" * 32)
    keep_receipt(merged, receipt(laptop, key=stranger))

    assert found(merged) == []
    assert found(merged, LEAD.public.hex()) == [("V051", f"{laptop.key.device}-4")]


def test_a_line_that_the_lead_has_signed_for_cannot_go_unseen(
    lead: SurveyFile, laptop: Any
) -> None:
    """The laptop's last lines are cut off with their bundle: the receipt still names them."""
    laptop.hand_in(lead, 1, 3)
    keep_receipt(lead, receipt(laptop))

    assert found(lead) == [("V052", f"{laptop.key.device}-4")]


def test_what_the_lead_said_it_has_signed_for_cannot_go_unseen(
    merged: SurveyFile, laptop: Any
) -> None:
    """Neither the receipt nor the line it was given for; another lead's books are its own."""
    merged.append([receipt_line(laptop)])
    without_receipt = found(merged)
    merged.append([receipt_line(laptop, seq=3, head="00" * 32)])
    keep_receipt(merged, receipt(laptop))

    assert without_receipt == found(merged) == [("V053", laptop.key.device)]


def test_another_lead_s_receipts_are_kept_in_another_lead_s_books(
    merged: SurveyFile, laptop: Any, chain: MakeChain
) -> None:
    """Its chain says it gave one; nobody here can have it."""
    other = chain(8)
    other.say(receipt_line(laptop))
    other.hand_in(merged)

    assert found(merged) == []


@pytest.mark.parametrize(
    "otherwise",
    [{"seq": [4]}, {"seq": {}}, {"seq": 2**70}, {"seq": None}, {"head": "zz"}, {"head": ["aa"]}],
)
def test_an_odd_line_about_a_receipt_is_a_finding(
    merged: SurveyFile, laptop: Any, otherwise: dict[str, Any]
) -> None:
    """It was given for no line that is here, and the report comes all the same."""
    merged.append([receipt_line(laptop, **otherwise)])

    assert found(merged) == [("V053", laptop.key.device)]


@pytest.fixture
def asked(lead: SurveyFile, chain: MakeChain) -> SurveyFile:
    """The lead's file with an interview that was made with a questionnaire."""
    made = chain()
    said = {"subject": "0103-07", "form": "household"}
    made.say(Entry(Kind.INTERVIEW_START, f"{made.key.device}-1", value=said, questionnaire=DIGEST))
    made.hand_in(lead)
    return lead


def keep(survey_file: SurveyFile, form_id: str = "household") -> None:
    """Keep the questionnaire."""
    keep_version(survey_file, QuestionnaireVersion(DIGEST, form_id, "1", SOURCE))


def test_a_questionnaire_that_has_not_come_yet_is_a_warning(asked: SurveyFile) -> None:
    """The bundle that holds it may still come; once it is here, nothing is left to say."""
    [waiting] = verify(asked).findings
    keep(asked)

    assert (waiting.code, waiting.kind) == ("V032", FindingKind.WARNING)
    assert "Merge" in waiting.to_do
    assert found(asked) == []


def test_a_questionnaire_of_another_form_is_not_the_one(asked: SurveyFile) -> None:
    """Its digest alone does not make it the form of the interview."""
    keep(asked, form_id="water")

    assert [code for code, _where in found(asked)] == ["V032"]


def test_an_altered_questionnaire_is_a_fault(asked: SurveyFile) -> None:
    """The words that were asked are not the words that are kept."""
    keep(asked)
    asked.connection.execute("UPDATE questionnaire SET source = 'settings: other'")

    [altered] = verify(asked).findings

    assert (altered.code, altered.where, altered.kind) == ("V032", "household", FindingKind.FAULT)


@pytest.mark.parametrize(
    ("held", "codes"),
    [
        ([DIGEST], []),
        ([DIGEST, ["odd"], 7], []),
        (["0" * 64], ["V031"]),
        ([], []),
        (DIGEST, []),
        (None, []),
    ],
)
def test_only_what_was_in_a_kit_may_be_asked(
    asked: SurveyFile, held: object, codes: list[str]
) -> None:
    """A questionnaire of nobody's making is named; where no kit was noted, nobody can tell."""
    keep(asked)
    asked.append([Entry(Kind.SESSION, value={"event": KIT_EVENT, "questionnaires": held})])
    asked.append([Entry(Kind.SESSION, value={"event": "back", "questionnaires": ["0" * 64]})])

    assert [code for code, _where in found(asked)] == codes


def test_a_laptop_cannot_say_what_was_in_the_lead_s_kits(
    asked: SurveyFile, chain: MakeChain
) -> None:
    """Only the lead's own chain does."""
    keep(asked)
    asked.append([Entry(Kind.SESSION, value={"event": KIT_EVENT, "questionnaires": ["0" * 64]})])
    other = chain(2)
    other.say(Entry(Kind.SESSION, value={"event": KIT_EVENT, "questionnaires": [DIGEST]}))
    other.hand_in(asked)

    assert [code for code, _where in found(asked)] == ["V031"]
