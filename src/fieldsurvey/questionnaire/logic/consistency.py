"""A questionnaire's checks in; where each is judged from, and where its answers are mended, out."""

from fieldsurvey.questionnaire import question_types as types
from fieldsurvey.questionnaire.logic.dependencies import dependency_graph
from fieldsurvey.questionnaire.logic.form import Form
from fieldsurvey.questionnaire.model import Check, Group, Item, Repeat

_TYPED = types.CHOOSING | types.CHOOSING_FROM_FILE | types.WRITING - types.NOT_ASKED


def is_ever_asked(item: Item) -> bool:
    """Say whether a person may be asked it; of a repeat, how many rows there are."""
    if isinstance(item, Group):
        return False
    if isinstance(item, Repeat):
        return not item.repeat_count
    return item.base_type in _TYPED and item.read_only is not True


def mended_at(form: Form, check: Check) -> str:
    """Return the question to go to for mending what a check finds; '' where it reads none.

    The one it names, else the last one it reads, else the last one that decides what it reads.
    """
    if check.at:
        return check.at
    graph = dependency_graph(form.questionnaire)
    for names in (graph.reads.get(check.code, ()), graph.rests_on.get(check.code, ())):
        asked = [name for name in names if is_ever_asked(form.placed[form.order[name]].item)]
        if asked:
            return max(asked, key=form.order.__getitem__)
    return ""
