"""The versions of an interview: each finish closes one; what was changed inside each."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.chain.folding import fold_lines
from fieldsurvey.chain.interview import Status
from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.interview.record.versions import Edit, Part, differing, versions_of

ID = "d1-1"
START = Entry(Kind.INTERVIEW_START, ID, value={"subject": "0103-07", "form": "small", "team": "1"})


def answer(path, value):
    """An answer line."""
    return Entry(Kind.ANSWER, ID, path, value, who="甲一")


def finish(code, signed_with="code"):
    """A finish line."""
    said = {"signatures": ["甲一", "乙二"], "finish_code": code, "signed_with": signed_with}
    return Entry(Kind.FINISH, ID, value=said)


REOPEN = Entry(Kind.REOPEN, ID, value={"reason": "card found later"}, who="甲一")


def lines(*entries):
    """Lines of one device, a minute apart."""
    return [
        Line("", "d1", seq, entry, f"2020-06-15T10:{seq % 60:02}:00+08:00", 0, "b")
        for seq, entry in enumerate((START, *entries), start=1)
    ]


def test_both_versions_stay():
    """The first as it was signed, the second with the correction and the reason."""
    first, second = versions_of(
        lines(answer("safe", "1"), finish("A"), REOPEN, answer("safe", "2"), finish("B", "name"))
    )

    assert (first.interview.answers, second.interview.answers) == ({"safe": "1"}, {"safe": "2"})
    assert (first.interview.finish_code, second.interview.finish_code) == ("A", "B")
    assert (first.signed_with, second.signed_with) == ("code", "name")
    assert (first.reason, second.reason, second.reopened_by) == ("", "card found later", "甲一")
    assert differing((first, second)) == {"safe"}
    assert second.edits == (
        Edit("safe", Part.ANSWER, "1", "2", "2020-06-15T10:05:00+08:00", "甲一"),
    )


def test_what_is_open_is_the_last_version():
    """Begun, or opened again and not finished yet."""
    assert [v.is_finished for v in versions_of(lines(answer("a", "1")))] == [False]
    assert [v.is_finished for v in versions_of(lines(finish("A"), REOPEN))] == [True, False]


def test_a_change_of_mind_is_an_edit_a_first_answer_is_none():
    """From what to what; what became moot by it says because of what."""
    gone = Entry(Kind.WITHDRAW, ID, "gap", {"reason": "moot", "because": "safe"})
    note = Entry(Kind.NOTE, ID, "safe", {"remark": "asked twice"})
    [version] = versions_of(
        lines(answer("safe", "2"), answer("gap", "1"), answer("safe", "1"), gone, note)
    )

    assert [(e.path, e.before, e.after, e.because) for e in version.edits] == [
        ("safe", "2", "1", ""),
        ("gap", "1", None, "safe"),
    ]


def test_an_answer_after_the_first_finish_is_an_edit_even_where_nothing_stood():
    """The reviewer of the second version sees all that came to the first."""
    *_first, second = versions_of(lines(finish("A"), REOPEN, answer("safe", "1")))

    assert [(e.before, e.after) for e in second.edits] == [(None, "1")]


def test_lines_of_no_interview_tell_of_no_version():
    """As folding takes them."""
    assert versions_of([]) == ()
    assert versions_of(lines()[1:]) == ()


ENTRIES = st.one_of(
    st.builds(answer, st.sampled_from("abc"), st.sampled_from(["1", "2", "", {"special": "x"}, 5])),
    st.builds(
        Entry,
        st.sampled_from([Kind.WITHDRAW, Kind.NOTE, Kind.FINISH, Kind.REOPEN, Kind.SESSION]),
        st.just(ID),
        st.sampled_from(["", "a", "b"]),
        st.sampled_from([None, {}, {"remark": "r"}, {"reason": 3}, {"because": "a"}, "text"]),
    ),
)


@given(st.lists(ENTRIES, max_size=20))
@settings(deadline=None, max_examples=80)
def test_the_last_version_is_the_interview_as_it_is_folded(entries):
    """Whatever is said, and whatever of it does not fit; no version is lost."""
    said = lines(*entries)
    folded = fold_lines(None, said)
    versions = versions_of(said)

    assert [version.number for version in versions] == list(range(1, len(versions) + 1))
    assert all(version.is_finished for version in versions[:-1])
    if folded.status is not Status.WITHDRAWN:
        assert versions[-1].interview.answers == folded.answers
        assert versions[-1].is_finished == (folded.status is Status.FINISHED)
