"""What the lead has signed for, picture by picture; and what a laptop may let go of then."""

import json
from pathlib import Path

import pytest
from tests.handover.evenings import Evening

from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.storage.state_digest import state_digest
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.handing_over import hand_over
from fieldsurvey.handover.merging import merge
from fieldsurvey.handover.outbox_pictures import (
    detached_pictures,
    pictures_to_hand_over,
    unneeded_pictures,
)
from fieldsurvey.handover.picture_receipts import (
    take_picture_receipts,
    write_picture_receipts,
)
from fieldsurvey.handover.purging import purge, purgeable
from fieldsurvey.handover.receipts import take_receipts, write_receipts

LEAD = DeviceKey.of_seed(bytes(32))
KEY = DeviceKey.of_seed(bytes(31) + b"1")


def the_list(stick: Path) -> Path:
    """Return the lead's list for the laptop."""
    return stick / f"{KEY.device}.pictures"


def test_a_picture_goes_only_after_the_lead_has_signed_for_it(evening: Evening) -> None:
    """The lines came and the picture did not: the interview stays, and the picture with it."""
    evening.finish(evening.interview(b"the well"))
    evening.hand_over(with_pictures=False)
    evening.merge()
    evening.hand_over(with_pictures=False)
    ready, waiting = purgeable(evening.laptop, evening.signed)

    assert (ready, len(waiting)) == ([], 1)
    assert "signed for all of its pictures" in waiting[0].why
    assert not the_list(evening.stick).exists()

    evening.hand_over()
    evening.merge()
    evening.hand_over()
    gone = evening.purge()

    assert (len(gone.interviews), gone.pictures, gone.proof.found) == (1, 1, ())
    assert evening.lying() == frozenset()
    assert len(list((evening.office / "photos").iterdir())) == 1


def test_what_the_lead_has_signed_for_is_not_copied_again(evening: Evening) -> None:
    """Nor is it read again by the lead, who says it once; what came since is added."""
    name = evening.interview(b"the well")
    first = evening.hand_over()
    evening.merge()
    assert evening.hand_over() == []
    digest = state_digest(evening.lead)
    evening.merge()
    assert state_digest(evening.lead) == digest
    second = evening.attach(name, b"the roof")
    later = evening.hand_over()
    evening.merge()
    evening.hand_over()

    said = [line.entry.value for line in evening.lead.lines_of_kind(Kind.RECEIPT)]
    about = [value["pictures"] for value in said if value.get("about") == "pictures"]
    assert (len(first), len(later)) == (1, 1)
    assert [len(pictures) for pictures in about] == [1, 1]
    assert evening.signed == {about[0][0], second}
    assert verify(evening.lead).findings == ()


def test_a_picture_that_is_gone_at_the_leads_is_not_signed_for_again(evening: Evening) -> None:
    """Lost or erased there: the next list does not name it, and the later list holds."""
    evening.finish(evening.interview(b"the well"))
    evening.hand_over()
    evening.merge()
    early = the_list(evening.stick).read_bytes()
    (picture,) = (evening.office / "photos").iterdir()
    picture.unlink()
    evening.finish(evening.interview(subject="0103-08"))
    hand_over(evening.laptop, KEY, outbox=evening.home / "outbox", stick=evening.stick)
    merge(evening.lead, [evening.stick], inbox=evening.office / "inbox")
    write_receipts(evening.lead, LEAD, evening.stick)
    write_picture_receipts(evening.lead, LEAD, evening.stick, evening.office / "photos")
    evening.hand_over()
    the_list(evening.stick).write_bytes(early)
    evening.hand_over()

    assert evening.signed == frozenset()


def test_nobody_else_signs_for_a_picture(evening: Evening) -> None:
    """Another key, an altered list, one of another laptop or campaign: a finding, and no more."""
    evening.interview(b"the well")
    evening.hand_over()
    evening.merge()
    path, keys = the_list(evening.stick), evening.home / "keys"
    whole = path.read_bytes()
    text = whole.decode().split("\n")[0]

    def signed(changes: dict[str, object], key: DeviceKey = LEAD) -> bytes:
        changed = json.dumps(json.loads(text) | changes)
        return f"{changed}\n{sign_text(key, Purpose.PICTURES, changed).hex()}\n".encode()

    spoilt = (
        signed({}, KEY),
        signed({"campaign": "another"}),
        signed({"device": "d00000000"}),
        signed({"pictures": [[]]}),
        whole.replace(b'"line":', b'"line":9'),
        whole[:-20],
        b"",
        whole + b"\nmore",
    )
    for content in spoilt:
        path.write_bytes(content)
        findings = take_picture_receipts(evening.laptop, evening.stick, LEAD.public, keys)
        assert [found.code for found in findings] == ["V044"]
        assert list(keys.iterdir()) == []


def test_a_list_altered_where_the_laptop_keeps_it_counts_for_nothing(evening: Evening) -> None:
    """Whoever adds a hash to it there has not the lead's key."""
    evening.interview(b"the well")
    evening.hand_over()
    evening.merge()
    evening.hand_over()
    (kept,) = (evening.home / "keys").iterdir()
    (hash_,) = evening.signed
    kept.write_bytes(kept.read_bytes().replace(hash_.encode(), b"0" * 64))

    assert evening.signed == frozenset()


def test_a_list_that_cannot_be_written_or_kept_is_named(evening: Evening) -> None:
    """The stick was pulled out; the folder of the keys is gone."""
    evening.interview(b"the well")
    evening.hand_over()
    evening.merge()
    photos = evening.office / "photos"
    with pytest.raises(HandoverError, match="receipt"):
        write_picture_receipts(evening.lead, LEAD, evening.stick / "gone", photos)
    with pytest.raises(HandoverError, match="cannot be kept") as refused:
        take_picture_receipts(evening.laptop, evening.stick, LEAD.public, evening.home / "gone")
    assert "Nothing is lost" in refused.value.to_do


def test_a_detached_picture_goes_once_its_interview_is_signed_for(evening: Evening) -> None:
    """Sealed before it was taken away, it is not copied any more; and then it is removed."""
    name = evening.interview(b"a face")
    evening.seal()
    evening.detach(name, b"a face")
    outbox, photos = evening.home / "outbox", evening.home / "photos"
    (sha256,) = evening.lying()

    assert evening.hand_over() == []
    evening.merge()
    evening.hand_over()
    assert detached_pictures(evening.laptop).waiting == {sha256}
    assert unneeded_pictures(evening.laptop, evening.signed, outbox, photos) == frozenset()
    evening.finish(name)
    assert detached_pictures(evening.laptop).waiting == {sha256}
    evening.hand_over()
    evening.merge()
    take_receipts(evening.laptop, evening.stick, LEAD.public)

    assert detached_pictures(evening.laptop).ready == {sha256}
    assert unneeded_pictures(evening.laptop, evening.signed, outbox, photos) == {sha256}
    assert (
        purge(
            evening.laptop, [], folder=evening.home, outbox=outbox, photos=photos, detached=[sha256]
        ).pictures
        == 1
    )
    assert evening.lying() == frozenset()
    assert verify(evening.laptop).findings == ()


def test_a_picture_that_another_interview_has_stays(evening: Evening) -> None:
    """The same picture at two doors: it goes with the last of them."""
    one = evening.interview(b"the well")
    two = evening.interview(b"the well", subject="0103-08")
    evening.detach(two, b"the well")
    evening.finish(one)
    evening.hand_over()
    evening.merge()
    evening.hand_over()
    first = evening.purge()
    assert (len(first.interviews), first.pictures, len(evening.lying())) == (1, 0, 1)

    evening.finish(two)
    evening.hand_over()
    evening.merge()
    evening.hand_over()
    second = evening.purge()

    assert (len(second.interviews), second.pictures) == (1, 1)
    assert evening.lying() == frozenset()


def test_what_an_earlier_purge_left_sealed_travels_and_then_goes(evening: Evening) -> None:
    """A sealed picture that no line names is still handed over, until the lead has signed."""
    name = evening.interview(b"the well")
    evening.finish(name)
    evening.hand_over()
    evening.merge()
    evening.hand_over()
    (sealed,) = (evening.home / "outbox").glob("*.fsp")
    content = sealed.read_bytes()
    evening.purge()
    sealed.write_bytes(content)
    (evening.home / "outbox" / "not ours.fsp").write_bytes(content)

    assert pictures_to_hand_over(evening.laptop, sealed.parent, ()) == [sealed.name]
    assert pictures_to_hand_over(evening.laptop, sealed.parent, evening.signed) == []
    assert evening.purge().pictures == 1
