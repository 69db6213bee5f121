"""How a question is asked: its type, its label, its detail, its fact of the plan."""

from collections.abc import Iterator

from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire import question_types as types
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.form import Form, Placed
from fieldsurvey.questionnaire.model import Question
from fieldsurvey.questionnaire.nearest import nearest, suggestion

FACT_OWNERS = frozenset({"household", "village", "township", "county", "campaign", "interview"})
"""What the facts of a plan are about: the word before the dot."""

_OF_LISTS = types.CHOOSING | types.CHOOSING_FROM_FILE


def asking_faults(form: Form) -> Iterator[Fault]:
    """Yield questions that could not be asked as they stand."""
    for question, placed in form.questions:
        yield from _type_faults(question, placed)
        yield from _label_faults(question, placed)
        yield from _detail_faults(question, placed, form)
        yield from _fact_faults(question, placed)
    for placed in form.placed:
        if not isinstance(placed.item, Question) and not placed.item.children:
            yield Fault(
                Code.GROUP_EMPTY,
                (*placed.path, "children"),
                _("There is no question in it."),
                _("Write its questions under 'children', or take it out."),
            )
    yield from _instance_key_faults(form)


def _type_faults(question: Question, placed: Placed) -> Iterator[Fault]:
    path, words = (*placed.path, "type"), question.type.split()
    base = words[0] if words else ""
    if base not in types.KNOWN:
        yield Fault(Code.TYPE_UNKNOWN, path, *_unknown(question.type, base))
    elif base in _OF_LISTS and len(words) == 1:
        yield Fault(
            Code.TYPE_LIST,
            path,
            _("'{type}' does not say from which list.").format(type=base),
            _("Write the list after it: {type} yes_no").format(type=base),
        )
    elif (base not in _OF_LISTS and len(words) > 1) or words[2:] not in ([], ["or_other"]):
        extra = " ".join(words[1:] if base not in _OF_LISTS else words[2:])
        yield Fault(
            Code.TYPE_LIST,
            path,
            _("'{extra}' has no meaning after the type '{type}'.").format(extra=extra, type=base),
            _("Take it out."),
        )


def _unknown(given: str, base: str) -> tuple[str, str]:
    what = _("There is no question type '{type}'.").format(type=given)
    meant = types.MEANT.get(base.lower(), "") or nearest(base, types.KNOWN | {"group", "repeat"})
    if meant in ("group", "repeat"):
        return what, _("Write 'type: {type}' and its questions under 'children'.").format(
            type=meant
        )
    if meant:
        return what, _("Did you mean '{near}'?").format(near=meant)
    return what, _("Use one of XLSForm's types, such as text, integer or select_one.")


def _label_faults(question: Question, placed: Placed) -> Iterator[Fault]:
    if question.base_type in types.SHOWN and not question.label:
        yield Fault(
            Code.NO_LABEL,
            (*placed.path, "label"),
            _("The question has no label, so nobody could ask it."),
            _("Add 'label: {zh: …, en: …}', or make its type hidden."),
        )


def _detail_faults(question: Question, placed: Placed, form: Form) -> Iterator[Fault]:
    if not question.detail:
        return
    path, name = (*placed.path, "detail"), question.detail
    place = form.order.get(name)
    if place is None:
        texts = [each.name for each, _at in form.questions if each.base_type == "text"]
        yield Fault(
            Code.DETAIL_UNKNOWN,
            path,
            _("There is no question '{name}' to describe the problem.").format(name=name),
            suggestion(name, texts) or _("Name a question of type text, or take 'detail' out."),
        )
        return
    described = form.placed[place]
    if not isinstance(described.item, Question) or described.item.base_type != "text":
        yield Fault(
            Code.DETAIL_NOT_TEXT,
            path,
            _("'{name}' does not take text, so it cannot describe a problem.").format(name=name),
            _("Name a question of type text."),
            rests_on=(*described.path, "type"),
        )


def _fact_faults(question: Question, placed: Placed) -> Iterator[Fault]:
    if not question.preload:
        return
    owner, dot, fact = question.preload.partition(".")
    if not dot or not fact or owner not in FACT_OWNERS:
        yield Fault(
            Code.FACT_UNKNOWN,
            (*placed.path, "preload"),
            _("The plan has no fact '{name}'; the question will stay blank.").format(
                name=question.preload
            ),
            _("Facts are written like household.head; they begin with: {owners}.").format(
                owners=listed(sorted(FACT_OWNERS))
            ),
        )


def _instance_key_faults(form: Form) -> Iterator[Fault]:
    names = [question.name for question, _placed in form.questions]
    for index, name in enumerate(form.questionnaire.settings.instance_key):
        if name not in names:
            yield Fault(
                Code.INSTANCE_KEY_UNKNOWN,
                ("settings", "instance_key", index),
                _("There is no question '{name}' to tell interviews apart.").format(name=name),
                suggestion(name, names) or _("Name a question of this form."),
            )
