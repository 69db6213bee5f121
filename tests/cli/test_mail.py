"""The lead mails the lists: to a real server on this computer, each to everybody once."""

import json
from pathlib import Path

import pytest
from tests.post_office import PASSWORD, USER, PostOffice, certificates_of, closed_port, opened

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.cli.lead.mailing import mail_out
from fieldsurvey.handover.sealing import marks, unseal
from fieldsurvey.report.keeping.writing import read_editions

GAO, LIN = "gao@example.org", "lin@example.org"
NEXT_DAY = ["--date", "2020-07-01"]
PLAN = {
    "host": "localhost",
    "security": "none",
    "from": "lead@example.org",
    "to": [GAO],
    "cc": [LIN],
}


def plan_mail(lead: Path, **changes: object) -> None:
    """Write into campaign.yaml how mail is sent."""
    path = lead / "campaign.yaml"
    text = path.read_text(encoding="utf-8")
    before = text[text.rindex("\nmail: ") :]
    said = f"\nmail: {json.dumps({**PLAN, **changes}, ensure_ascii=False)}\n"
    path.write_text(text.replace(before, said), encoding="utf-8")


def test_tonights_list_goes_out_once_however_often_nightly_runs(lead, command):
    """The evening after, sent in the campaign's language with its files; then never again."""
    with opened(PostOffice()) as office:
        plan_mail(lead, port=office.port)
        night = command("-w", lead, "nightly", *NEXT_DAY, "--send")
        again = command("-w", lead, "nightly", *NEXT_DAY, "--send")

    assert (night.exit_code, again.exit_code) == (0, 0)
    assert f"Edition 4 sent to {GAO}, {LIN}." in night.out
    assert "Edition 4 was sent before; nobody gets it twice." in again.out
    assert office.recipients == [GAO, LIN]
    [letter] = office.letters
    assert letter["To"] == GAO
    assert letter["Cc"] == LIN
    assert letter["Subject"] == "青屏区2020年上半年脱贫攻坚业务指导问题清单（第4期） · 2020-07-01"
    made = lead / "editions" / "0004-2020-07-01"
    attached = {part.get_filename(): part.get_content() for part in letter.iter_attachments()}
    assert attached["problem-list-0004-2020-07-01.xlsx"] == (
        (made / "problem-list.xlsx").read_bytes()
    )
    assert command("-w", lead, "verify").exit_code == 0


def test_the_campaign_may_say_that_every_list_is_sent(lead, command):
    """And whoever makes it may say no, for once."""
    with opened(PostOffice()) as office:
        plan_mail(lead, port=office.port, send="always")
        assert command("-w", lead, "nightly", *NEXT_DAY, "--no-send").exit_code == 0
        assert command("-w", lead, "nightly", *NEXT_DAY, "--dry-run").exit_code == 0
        assert office.taken == []
        night = command("-w", lead, "nightly", *NEXT_DAY, "--json")

    assert office.recipients == [GAO, LIN]
    assert json.loads(night.out)["number"] == 4
    assert "Edition 4 sent to" in night.err


def test_without_a_network_it_waits_and_goes_out_with_the_next(lead, command):
    """Kept as a file, listed, and sent first when there is a network again."""
    plan_mail(lead, port=closed_port())
    failed = command("-w", lead, "mail", "send", "3", "--once")
    listed = json.loads(command("-w", lead, "mail", "outbox", "--json").out)

    assert failed.exit_code == 1
    assert f"Edition 3 did not go to {GAO}, {LIN}" in failed.err
    assert "cannot be reached" in failed.err
    assert [each["edition"] for each in listed] == [3]
    assert Path(listed[0]["file"]).name == "0003-2020-06-30.eml"
    assert {each["state"] for each in listed[0]["addresses"]} == {"waiting"}
    with opened(PostOffice()) as office:
        plan_mail(lead, port=office.port)
        assert command("-w", lead, "nightly", *NEXT_DAY, "--send").exit_code == 0

    assert ["第3期" in letter["Subject"] for letter in office.letters] == [True, False]
    assert "Nothing waits" in command("-w", lead, "mail", "outbox").err
    every = json.loads(command("-w", lead, "mail", "outbox", "--all", "--json").out)
    assert [each["edition"] for each in every] == [1, 2, 3, 4]


def test_when_no_answer_comes_a_person_decides(lead, command):
    """It is neither sent again by itself nor taken for sent."""
    with opened(PostOffice(hangs_up_after_the_end=True)) as office:
        plan_mail(lead, port=office.port)
        unsure = command("-w", lead, "mail", "send")
        again = command("-w", lead, "mail", "send")
        outbox = command("-w", lead, "mail", "outbox")

    assert (unsure.exit_code, again.exit_code) == (1, 1)
    assert "Edition 3 may have reached" in unsure.err
    assert "mail settle 3 --arrived" in unsure.err
    assert "perhaps sent" in outbox.out
    assert len(office.taken) == 1
    assert (
        f"{GAO}, {LIN} has edition 3" in command("-w", lead, "mail", "settle", "3", "--arrived").out
    )
    assert "Nothing waits" in command("-w", lead, "mail", "outbox").err
    assert "Nothing is unsure" in command("-w", lead, "mail", "settle", "3", "--again").err


def test_a_server_that_does_not_know_us_yet_is_waited_for(lead):
    """Greylisting: 451, then taken; time passes only in words."""
    waits: list[float] = []
    replies = {GAO: ["451 4.7.1 come back later", "250 OK"]}
    with opened(PostOffice(to_recipient=replies)) as office:
        plan_mail(lead, port=office.port)
        workspace = Workspace(lead)
        editions = read_editions(workspace.editions)[-1:]
        is_sent = mail_out(workspace, editions, sleep=waits.append)

    assert is_sent
    assert waits == [60]
    # Who was let in at once got it at once, and not again.
    assert office.recipients == [LIN, GAO]


def test_the_password_is_in_nothing_that_is_said_or_kept(lead, command, tmp_path, monkeypatch):
    """Right or wrong, from a file or the environment, even where the server echoes it."""
    certificates = certificates_of(tmp_path)
    wrong = "plum-blossom-9"
    said = ""
    with opened(PostOffice(), "starttls", certificates.context) as office:
        place = {"port": office.port, "security": "starttls", "ca_file": str(certificates.ca_file)}
        (lead / "keys" / "mail.password").write_text(wrong + "\n", encoding="utf-8")
        plan_mail(lead, **place, user=USER, password_file="keys/mail.password")
        refused = command("-w", lead, "mail", "send", "--once")
        monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
        plan_mail(lead, **place, user=USER, password_env="MAIL_PASSWORD")
        for words in (
            ["mail", "send", "--dry-run"],
            ["mail", "send"],
            ["mail", "outbox", "--json"],
        ):
            said += command("-w", lead, *words).said
    assert refused.exit_code == 1
    assert "the server says 535" in refused.err
    assert "…" in refused.err
    assert office.recipients == [GAO, LIN]
    (lead / "keys" / "mail.password").unlink()
    kept = b"".join(path.read_bytes() for path in sorted(lead.rglob("*")) if path.is_file())
    for secret in (PASSWORD, wrong):
        assert secret not in said + refused.said
        assert secret.encode() not in kept


def test_a_password_that_is_not_there_keeps_no_list_from_being_made(lead, command):
    """The edition is made; then it is said where the password should be."""
    plan_mail(lead, port=closed_port(), user=USER, password_env="NO_SUCH_VARIABLE")
    night = command("-w", lead, "nightly", *NEXT_DAY, "--send")

    assert night.exit_code == 1
    assert "NO_SUCH_VARIABLE" in night.err
    assert (lead / "editions" / "0004-2020-07-01").is_dir()


def test_where_the_campaign_seals_only_its_readers_can_read(lead, command):
    """Not a figure in the clear; each file opens with the reader's key."""
    reader = AgeIdentity.make()
    with opened(PostOffice()) as office:
        plan_mail(lead, port=office.port, seal_to=[reader.recipient])
        assert command("-w", lead, "mail", "send").exit_code == 0

    [letter] = office.letters
    text = letter.get_body(("plain",)).get_content()
    figure = f"问题{read_editions(lead / 'editions')[-1].today.total}个"
    assert figure not in text
    sealed = {part.get_filename(): part.get_content() for part in letter.iter_attachments()}
    assert sealed and all(name.endswith(".age") for name in sealed)
    opened_up = {
        name.removesuffix(".age"): unseal(content, [reader], marks([reader.recipient]))
        for name, content in sealed.items()
    }
    made = lead / "editions" / "0003-2020-06-30" / "problem-list.html"
    assert opened_up["problem-list-0003-2020-06-30.html"] == made.read_bytes()
    assert figure in opened_up["problem-list-0003-2020-06-30.txt"].decode()


@pytest.mark.parametrize(
    "words",
    [["mail", "send"], ["mail", "outbox"], ["nightly", "--send", *NEXT_DAY]],
    ids=" ".join,
)
def test_a_campaign_without_a_mail_plan_is_told_where_to_write_it(lead, command, words):
    """Before anything is merged or made."""
    refused = command("-w", lead, *words)

    assert refused.exit_code == 2
    assert "docs/mail.md" in refused.err
    assert len(list((lead / "editions").iterdir())) == 3


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["mail", "send", "9"], "no such edition"),
        (["mail", "settle", "3"], "--arrived or --again"),
        (["mail", "settle", "3", "--again", "--arrived"], "--arrived or --again"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_what_cannot_be_meant_is_refused(lead, command, words, what):
    """In words, with exit code 2."""
    plan_mail(lead)
    refused = command("-w", lead, *words)

    assert refused.exit_code == 2
    assert what in refused.err


def test_the_message_can_be_read_before_it_is_sent(lead, command):
    """Whom it goes to, what it says; nothing is sent, nothing is noted."""
    plan_mail(lead, port=closed_port())
    shown = command("-w", lead, "mail", "send", "2", "--dry-run")

    assert shown.exit_code == 0
    assert f"To: {GAO}" in shown.out
    assert "（第2期）" in shown.out
    assert not (lead / "mail").exists()
