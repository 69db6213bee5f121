"""The password is read from where the plan says, and is never shown."""

import pytest
from tests.report.mailing.conftest import make_plan

from fieldsurvey.errors import ReportError
from fieldsurvey.report.mailing.password import read_password

SECRET = "plum-blossom-9"


def test_it_is_the_first_line_of_a_file_or_a_variable(tmp_path):
    """As any editor writes it: with a byte order mark, with CR LF."""
    (tmp_path / "word").write_bytes(b"\xef\xbb\xbf" + SECRET.encode() + b"\r\nsecond line\n")
    from_file = make_plan(user="office", password_file="word")
    from_variable = make_plan(user="office", password_env="WORD")

    found = read_password(from_file, tmp_path, {})
    assert found.get_secret_value() == SECRET
    assert read_password(from_variable, tmp_path, {"WORD": SECRET}) == found
    assert SECRET not in repr(found)


def test_where_no_user_is_named_there_is_none(tmp_path):
    """Nothing is looked for."""
    assert read_password(make_plan(), tmp_path, {}).get_secret_value() == ""


@pytest.mark.parametrize("word", ["", "梅花", "plum\x00blossom", "plum\tblossom"])
def test_what_no_server_reads_is_refused_without_being_repeated(tmp_path, word):
    """The mail library would stop with an error that holds it."""
    with pytest.raises(ReportError) as refused:
        read_password(make_plan(user="office", password_env="WORD"), tmp_path, {"WORD": word})

    assert refused.value.where == "WORD"
    assert not word or word not in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    """And what to do."""
    with pytest.raises(ReportError, match="cannot be read") as refused:
        read_password(make_plan(user="office", password_file="word"), tmp_path, {})

    assert refused.value.where == str(tmp_path / "word")
