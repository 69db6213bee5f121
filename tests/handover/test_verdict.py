import pytest

from fieldsurvey.handover.verdict import Verdict, VerdictKind


@pytest.mark.parametrize("kind", list(VerdictKind))
def test_every_verdict_has_words(kind: VerdictKind) -> None:
    """Whatever became of a bundle, the lead reads a sentence with its figures or its fault."""
    verdict = Verdict(
        kind,
        "a.fsb",
        device="d0a1b2c3d",
        first=11,
        last=20,
        new=10,
        gaps=((3, 4), (7, 7)),
        forked_at=11,
        fault="it is damaged.",
        to_do="Copy it again.",
    )

    said = verdict.words()

    assert ("d0a1b2c3d" in said) == kind.is_taken_in
    assert ("it is damaged. The file is kept. Copy it again." in said) != kind.is_taken_in
    assert ("3–4, 7" in said) == (kind is VerdictKind.GAP)


def test_the_first_bundle_of_a_device_asks_to_compare_its_fingerprint() -> None:
    """Trust on first use says so."""
    verdict = Verdict(VerdictKind.NEW, "a.fsb", device="d0a1b2c3d", new=1, first_seen="ABCD-EFGH")

    assert "ABCD-EFGH" in verdict.words()
    assert "1 new line." in verdict.words()
