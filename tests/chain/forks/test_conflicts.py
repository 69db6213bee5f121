from fieldsurvey.chain.forks.conflicts import conflicts
from fieldsurvey.chain.interview import Interview, Status

FIRST = Interview(
    id="d1-1",
    subject="0103-07",
    form_id="registered-household",
    questionnaire="",
    device="d1",
    team="1",
    inspectors=(),
    status=Status.FINISHED,
    started_at="2026-03-02T09:00:00+08:00",
)
SECOND = FIRST._replace(id="d2-5", device="d2", started_at="2026-03-02T10:00:00+08:00")


def test_two_interviews_of_one_household_are_a_conflict() -> None:
    """Two laptops at one door are listed for the lead, the earlier one first."""
    (conflict,) = conflicts([SECOND, FIRST])

    assert (conflict.subject, conflict.form_id) == ("0103-07", "registered-household")
    assert conflict.interviews == (FIRST, SECOND)


def test_other_subjects_other_forms_and_withdrawn_ones_are_none() -> None:
    """Only what claims the same place conflicts."""
    others = [
        SECOND._replace(subject="0103-08"),
        SECOND._replace(form_id="unregistered-household"),
        SECOND._replace(status=Status.WITHDRAWN),
    ]

    assert conflicts([FIRST, *others]) == []


def test_the_instance_key_tells_interviews_of_one_village_apart() -> None:
    """Secretary and liaison of a village are two interviews; two secretaries conflict."""
    keys = {"village-interview": ("role",)}
    secretary = FIRST._replace(subject="0103", form_id="village-interview", answers={"role": "1"})
    liaison = secretary._replace(id="d2-5", answers={"role": "2"})
    another = secretary._replace(id="d2-6")
    unasked = secretary._replace(id="d2-7", answers={})

    (conflict,) = conflicts([secretary, liaison, another, unasked], keys)

    assert conflict.instance == ("1",)
    assert {one.id for one in conflict.interviews} == {"d1-1", "d2-6"}
