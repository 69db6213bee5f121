import os
import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.storage.state_digest import state_digest
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.handover.bundle import read_bundle
from fieldsurvey.handover.merging import merge

WORLDS = int(os.environ.get("FIELDSURVEY_WORLDS", "2000"))
MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
"""Laws do not ask what a disk keeps."""

MakeLaptop = Callable[..., Any]
MakeLead = Callable[[Path], SurveyFile]


@st.composite
def worlds(draw: st.DrawFn) -> Callable[[MakeLaptop], list[bytes]]:
    """Three laptops and a clone, and bundles of any runs of theirs: some overlap, some are bad."""
    sizes = draw(st.lists(st.integers(0, 3), min_size=3, max_size=3))
    branch_at = draw(st.integers(0, 12))
    branch_grows = draw(st.booleans())
    picks = draw(
        st.lists(
            st.tuples(st.integers(0, 3), st.integers(0, 99), st.integers(0, 99), st.integers(0, 9)),
            max_size=7,
        )
    )

    def make(laptop: MakeLaptop) -> list[bytes]:
        laptops = [laptop(number + 1) for number in range(3)]
        for number, size in enumerate(sizes):
            for visit in range(size):
                laptops[number].interview(f"0103-{number}{visit}", answers=2 + visit)
        clone = laptops[0].clone(seed=9)
        del clone.lines[branch_at:]
        if branch_grows:
            clone.interview("0103-99")
        return [
            content
            for which, first, last, spoil in picks
            if (content := bundle([*laptops, clone][which], first, last, spoil))
        ]

    return make


def bundle(made: Any, first: int, last: int, spoil: int) -> bytes:
    """Return the bundle of some run of a laptop, one in ten of them damaged."""
    if not made.lines:
        return b""
    first = first % len(made.lines) + 1
    last = first + last % (len(made.lines) - first + 1)
    content: bytes = made.bundle(first, last)
    return content[:-7] if spoil == 0 else content


def digest(empty_lead: MakeLead, steps: Sequence[Sequence[bytes]], check: bool = False) -> str:
    """Merge some steps of bundles into an empty file, and return the state it is in."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        stick = Path(folder) / "stick"
        with empty_lead(Path(folder)) as lead:
            for step in steps:
                stick.mkdir()
                for number, content in enumerate(step):
                    (stick / f"{number:03d}.fsb").write_bytes(content)
                merge(lead, [stick], inbox=Path(folder) / "inbox")
                for path in stick.iterdir():
                    path.unlink()
                stick.rmdir()
            if check:
                assert {found.code for found in verify(lead).findings} <= {"V010", "V012"}
            return state_digest(lead)


@settings(deadline=None, max_examples=WORLDS)
@given(world=worlds(), shuffle=st.randoms(use_true_random=False))
def test_merging_is_a_union_of_sets(
    laptop: MakeLaptop, empty_lead: MakeLead, world: Any, shuffle: random.Random
) -> None:
    """Any order, any repetition, any grouping over sub-leads: the state is the same, and sound."""
    bundles = world(laptop)
    shuffled = shuffle.sample(bundles, len(bundles))
    cut = shuffle.randint(0, len(bundles))

    state = digest(empty_lead, [bundles], check=True)

    assert digest(empty_lead, [shuffled[cut:], shuffled[:cut], bundles]) == state


@settings(deadline=None, max_examples=WORLDS // 4)
@given(world=worlds())
def test_no_good_line_is_ever_lost(laptop: MakeLaptop, empty_lead: MakeLead, world: Any) -> None:
    """Every line of every readable bundle is in the survey file, whatever lay beside it."""
    bundles = world(laptop)
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        stick = Path(folder) / "stick"
        stick.mkdir()
        for number, content in enumerate(bundles):
            (stick / f"{number:03d}.fsb").write_bytes(content)
        with empty_lead(Path(folder)) as lead:
            report = merge(lead, [stick], inbox=Path(folder) / "inbox")
            kept = {hash_ for (hash_,) in lead.connection.execute("SELECT hash FROM line")}

    for content, verdict in zip(bundles, report.verdicts, strict=True):
        if verdict.kind.is_taken_in:
            assert {line.hash for line in read_bundle(content).lines} <= kept
