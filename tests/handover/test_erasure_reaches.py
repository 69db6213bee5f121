"""Erasing reaches pictures, bundles and earlier chains; and takes nothing else with it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.handover.evenings import LEAD_KEY, Evening

from fieldsurvey.chain.devices.enrolment import Enrolment, Trust, enrolment_entry
from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.devices.new_chain import begin_new_chain
from fieldsurvey.chain.erasing import known_lines, pictures_erased
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import rebuild_views
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.clearing import clear_inbox, wipe_pictures
from fieldsurvey.handover.erasure import erase_interviews, take_orders, write_orders
from fieldsurvey.handover.handing_over import seal_pending
from fieldsurvey.handover.merging import merge
from fieldsurvey.handover.pictures import picture_name
from fieldsurvey.handover.receipts import take_receipts
from fieldsurvey.handover.taking_pictures import WAITING

SECOND_KEY = DeviceKey.of_seed(bytes(31) + b"2")
MakeLaptop = Callable[..., Any]


def test_a_removed_bundle_takes_no_other_line_with_it(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """Every line of it stands in the survey file: the others with their text."""
    team = laptop(1).interview("0103-07").interview("0103-08")
    (stick / "a.fsb").write_bytes(team.bundle())
    merge(lead, [stick], inbox=inbox)
    erased = [line.hash for line in team.lines if line.entry.interview.endswith("-1")]
    (meant,) = [one for one in lead.interviews() if one.subject == "0103-07"]
    erase_interviews(lead, [meant], "asked", who="", inbox=inbox, photos=inbox.parent / "photos")

    here = list(known_lines(lead, team.key.device))
    assert list(inbox.glob("*.fsb")) == []
    assert [line.hash for line in here] == [line.hash for line in team.lines]
    assert [line.hash for line in here if line.erased] == erased
    assert [line.text for line in here if not line.erased] == [
        line.text for line in team.lines if line.hash not in erased
    ]


def test_a_bundle_that_holds_what_is_nowhere_else_stays(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """Somebody cut a line out of the survey file: it must not go with the bundle."""
    team = laptop(1).interview("0103-07").interview("0103-08")
    (stick / "a.fsb").write_bytes(team.bundle())
    merge(lead, [stick], inbox=inbox)
    lead.connection.execute("DROP TRIGGER line_is_never_deleted")
    lead.connection.execute("DELETE FROM line WHERE seq = 7")
    (meant,) = [one for one in lead.interviews() if one.subject == "0103-07"]

    with pytest.raises(HandoverError, match="not in the survey file") as refused:
        erase_interviews(lead, [meant], "a", who="", inbox=inbox, photos=inbox.parent / "photos")

    assert "verify" in refused.value.to_do
    assert len(list(inbox.glob("*.fsb"))) == 1
    lead.connection.execute("DELETE FROM line WHERE seq = 8")
    with pytest.raises(HandoverError):
        clear_inbox(lead, inbox)


def test_an_erased_picture_goes_everywhere_and_does_not_come_back(evening: Evening) -> None:
    """At the lead's, in its inbox, on the laptop, open and sealed; a stick brings it in vain."""
    name = evening.interview(b"a face", b"the well")
    other = evening.interview(b"the well", subject="0103-08")
    evening.detach(name, b"a face")
    evening.finish(name)
    evening.finish(other)
    evening.hand_over()
    evening.merge()
    (face,) = evening.lying() - {photo.name[:64] for photo in (evening.office / "photos").iterdir()}
    sealed = picture_name(evening.laptop.device, face)
    (evening.stick / sealed).write_bytes(next(evening.stick.glob("*.fsp")).read_bytes())
    (evening.home / "outbox" / sealed).write_bytes(b"an old one")
    assert evening.merge().waiting == 1

    evening.erase(name)
    report = evening.merge()

    assert pictures_erased(evening.lead) >= {face}
    assert (report.erased, report.waiting) == (1, 0)
    assert "does not come back" in report.words()
    assert list((evening.office / "inbox" / WAITING).iterdir()) == []
    assert len(list((evening.office / "photos").iterdir())) == 1
    evening.finish(evening.interview(subject="0103-09"))
    evening.hand_over()
    assert evening.obey() == 5
    assert face not in evening.lying()
    assert len(evening.lying()) == 1
    assert verify(evening.laptop).findings == ()


def test_another_lead_who_erases_reaches_the_pictures_here(
    evening: Evening, laptop: MakeLaptop
) -> None:
    """By its lines alone; and a hash that is none reaches nothing."""
    name = evening.interview(b"a face")
    evening.finish(name)
    evening.hand_over()
    evening.merge()
    (picture,) = (evening.office / "photos").iterdir()
    other = laptop(3)
    other.team = ""
    key = other.key.public.hex()
    evening.lead.append([enrolment_entry(Enrolment(other.key.device, key, "", Trust.ENROLLED))])
    lines = evening.lead.history(name)
    for line, hash_ in zip(lines, (picture.name[:64], "*", 7), strict=True):
        said = {"device": line.device, "seq": line.seq, "hash": line.hash.hex(), "reason": "a"}
        other.say(Entry(Kind.ERASE, value=said | {"picture": hash_}))
    (evening.stick / "other.fsb").write_bytes(other.bundle())
    (evening.office / "photos" / "notes.txt").write_text("the lead's own")
    evening.merge()

    assert [path.name for path in (evening.office / "photos").iterdir()] == ["notes.txt"]
    assert pictures_erased(evening.lead) == {picture.name[:64]}


@pytest.fixture
def joined_anew(evening: Evening) -> Iterator[Evening]:
    """The same laptop after an evening, gone on with a new chain."""
    evening.finish(evening.interview(b"a face"))
    evening.finish(evening.interview(subject="0103-08"))
    evening.hand_over()
    evening.merge()
    take_receipts(evening.laptop, evening.stick, DeviceKey.of_seed(bytes(32)).public)
    path = evening.laptop.path
    begin_new_chain(evening.laptop, SECOND_KEY, "copied")
    evening.laptop.close()
    evening.laptop = SurveyFile.open(path, clock=evening.lead.clock)
    yield evening
    evening.laptop.close()


def test_an_order_reaches_the_chain_before(joined_anew: Evening) -> None:
    """The laptop was joined anew: what it said before is erased all the same."""
    evening = joined_anew
    (meant,) = [one for one in evening.lead.interviews() if one.subject == "0103-07"]
    evening.erase(meant.id)
    evening.merge()

    assert evening.obey() == 3
    assert evening.obey() == 0
    assert [one.subject for one in evening.laptop.interviews()] == ["0103-08"]
    assert evening.lying() == frozenset()
    assert verify(evening.laptop).findings == ()
    rebuild_views(evening.laptop)
    assert verify(evening.laptop).findings == ()


def test_what_was_purged_stays_so_in_a_new_chain(joined_anew: Evening) -> None:
    """It counts as gone and not as made to look so; and the earlier chain can be purged, too."""
    evening = joined_anew
    gone = evening.purge()

    assert [one.subject for one in gone.interviews] == ["0103-08"]
    assert verify(evening.laptop).findings == ()
    seal_pending(evening.laptop, SECOND_KEY, evening.home / "outbox")
    begin_new_chain(evening.laptop, DeviceKey.of_seed(bytes(31) + b"4"), "set back")
    path = evening.laptop.path
    evening.laptop.close()
    evening.laptop = SurveyFile.open(path)
    assert verify(evening.laptop).findings == ()
    rebuild_views(evening.laptop)
    kept = [one for one in evening.laptop.interviews() if one.subject == "0103-08"]
    assert [bool(one.purged_at) for one in kept] == [True]


def test_a_laptop_erases_nothing_of_another_chain(evening: Evening) -> None:
    """What it says it did counts only for what it said itself."""
    evening.interview()
    seq, hash_ = evening.laptop.tip()
    lines = [[seq, hash_.hex()]]
    for device in ("d00000000", ["d1"], {}):
        said = {"about": "order", "device": device, "lines": lines}
        evening.laptop.append([Entry(Kind.ERASE, value=said)])
    rebuild_views(evening.laptop)

    assert len(evening.laptop.interviews()) == 1
    assert verify(evening.laptop).findings == ()


def test_what_cannot_be_removed_is_named(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """A bundle whose note cannot be written, a picture: where, and that the line is erased."""
    team = laptop(1).interview()
    (stick / "a.fsb").write_bytes(team.bundle())
    merge(lead, [stick], inbox=inbox)
    (inbox / "not merged.fsb").write_bytes(b"somebody's")
    (kept,) = [path for path in inbox.glob("*.fsb") if path.name != "not merged.fsb"]
    kept.with_suffix(".erased").mkdir()
    with pytest.raises(HandoverError, match="cannot be removed") as refused:
        erase_interviews(lead, lead.interviews(), "a", who="", inbox=inbox, photos=inbox)
    kept.with_suffix(".erased").rmdir()
    (inbox / f"{'0' * 64}.jpg").mkdir()
    with pytest.raises(HandoverError, match="cannot be removed"):
        wipe_pictures(["0" * 64], inbox)

    assert refused.value.where == str(kept)
    assert len(clear_inbox(lead, inbox)) == 1
    assert (inbox / "not merged.fsb").exists()


def test_an_order_that_goes_nowhere_or_names_no_line_is_refused(evening: Evening) -> None:
    """The stick is gone: said. A hash that is none, signed by whom it may be: a finding."""
    name = evening.interview()
    evening.hand_over()
    evening.merge()
    evening.erase(name)
    with pytest.raises(HandoverError, match="cannot be written"):
        write_orders(evening.lead, LEAD_KEY, evening.stick / "gone")
    (path,) = write_orders(evening.lead, LEAD_KEY, evening.stick)
    text = re.sub("[0-9a-f]{64}", "zz", path.read_text().split("\n")[0], count=1)
    path.write_text(f"{text}\n{sign_text(LEAD_KEY, Purpose.ERASURE, text).hex()}\n")
    folders = {"outbox": evening.home / "outbox", "photos": evening.home / "photos"}

    erased, findings = take_orders(evening.laptop, evening.stick, LEAD_KEY.public, **folders)

    assert (erased, [found.code for found in findings]) == (0, ["V043"])
