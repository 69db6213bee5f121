"""A form that was keyed twice in; its differences settled one by one with who has the paper."""

from datetime import datetime

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.interview import Status
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.inspector.keyed_pairs import KeyedPair, read_pair
from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.stopping import stopped_like_ctrl_c
from fieldsurvey.cli.tables import banner
from fieldsurvey.cli.workplace.sealing_up import not_finished, seal_up
from fieldsurvey.errors import HandoverError
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.i18n import _
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.keying.comparing import Difference
from fieldsurvey.interview.keying.ink import Keyed, ink_of
from fieldsurvey.interview.keying.settling import Settling
from fieldsurvey.interview.typed.refusal import Refusal
from fieldsurvey.interview.typed.text import read_text


def settle_pair(pair: KeyedPair, survey_file: SurveyFile, workspace: Workspace, by: str) -> None:
    """Settle the differences that are open, each saved before the next, and finish again."""
    with stopped_like_ctrl_c():
        who = by or (_ask_who() if pair.open else pair.keyers[1])
        settling = _begin(pair, survey_file, who)
        while pair.open:
            settled = _settle(settling, pair, pair.open[0])
            if settled is None:
                say(_("Left; what is settled is kept."))
                return
            settling = _save(settled, survey_file)
            pair = _again(pair, survey_file)
    ended = _save(settling.finish(pair.fields), survey_file)
    try:
        seal_up(workspace, survey_file)
    except HandoverError as failed:
        command = f"fieldsurvey interview {pair.first.subject}"
        raise not_finished(failed, command) from failed
    _tell_end(pair, ended, survey_file, was_open=settling.is_reopened)


def _begin(pair: KeyedPair, survey_file: SurveyFile, who: str) -> Settling:
    lines = survey_file.history(pair.first.id)
    now = datetime.now().astimezone()
    conversation = Conversation.resume(pair.questionnaire, pair.first, now, who)
    reopened = [line.entry.value for line in lines if line.entry.kind is Kind.REOPEN]
    is_ours = bool(
        reopened
        and isinstance(reopened[-1], dict)
        and reopened[-1].get("compared") == pair.second.id
        and pair.first.status is Status.REOPENED
    )
    return Settling.begin(Keyed(conversation, ink_of(lines)), pair.second.id, is_reopened=is_ours)


def _settle(settling: Settling, pair: KeyedPair, difference: Difference) -> Settling | None:
    """Ask about one difference until what is kept can be taken; None where it is left."""
    from fieldsurvey.interview.prompts.paper_head import ask_line
    from fieldsurvey.interview.prompts.settling import Choice, ask_which

    path = difference.path
    show(f"\n{pair.mark(path)}  {pair.label(path)}")
    first, second = (
        f"{keyer}: {pair.words(path, said)}"
        for keyer, said in zip(pair.keyers, (difference.first, difference.second), strict=True)
    )
    while True:
        chosen = ask_which(first, second)
        kept: AnswerValue
        match chosen:
            case Choice.LATER:
                return None
            case Choice.FIRST:
                kept = difference.first
            case Choice.SECOND:
                kept = difference.second
            case Choice.NEITHER:
                kept = ask_line(_("What the paper says:"), read_text)
        settled = settling.settle(difference, kept)
        if not isinstance(settled, Refusal):
            show("✓ " + _("kept: {answer}").format(answer=pair.words(path, kept)))
            _tell_moot(settled.entries, pair)
            return settled
        say(f"✗ {settled}")


def _tell_moot(entries: tuple[Entry, ...], pair: KeyedPair) -> None:
    for entry in entries:
        if entry.kind is Kind.WITHDRAW and entry.question in pair.evaluation.places:
            question = f"{pair.mark(entry.question)} {pair.label(entry.question)}"
            show("↶ " + _("{question}: no longer asked").format(question=question))


def _save(settling: Settling, survey_file: SurveyFile) -> Settling:
    if settling.entries:
        survey_file.append(settling.entries)
    return settling.saved()


def _again(pair: KeyedPair, survey_file: SurveyFile) -> KeyedPair:
    first = survey_file.interview(pair.first.id)
    assert first is not None
    return read_pair(survey_file, pair.questionnaire, first, pair.second)


def _tell_end(pair: KeyedPair, ended: Settling, survey_file: SurveyFile, *, was_open: bool) -> None:
    show(_("All differences are settled."))
    first = survey_file.interview(pair.first.id)
    assert first is not None
    if was_open and not ended.is_reopened:
        show(_("Finished and sealed again. Write this code on the paper form:"))
        show(banner(first.finish_code))
    elif first.status is not Status.FINISHED:
        say(
            _("The form is not finished; go on: fieldsurvey interview {subject} --paper").format(
                subject=first.subject
            )
        )


def _ask_who() -> str:
    from fieldsurvey.interview.prompts.paper_head import ask_line

    return ask_line(_("Who looks at the paper and decides?"), read_text)
