"""Interviews and the roster in, the names of persons that are known from them out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from fieldsurvey.campaign.model import Roster, village_of
from fieldsurvey.chain.interview import Interview
from fieldsurvey.questionnaire.identity import Same
from fieldsurvey.questionnaire.model import Privacy, Question, Questionnaire
from fieldsurvey.report.masking.masking import looks_like_a_name

_HEAD = "household.head"


@dataclass(frozen=True)
class Named:
    """Who is known by name: neighbours speak of each other, so by village.

    Known are the heads on the roster, and whom an interview of the village calls a head or asks for
    by name.
    """

    roster: Roster
    interviews: Iterable[Interview] = ()
    """All, those that count nowhere too: what was once said can be said again."""
    forms: Mapping[str, Questionnaire] = field(default_factory=dict)
    """By form id."""

    @cached_property
    def by_village(self) -> Mapping[str, frozenset[str]]:
        """The names of each village, by its code."""
        names: dict[str, set[str]] = {}
        for household in self.roster.households.values():
            names.setdefault(household.village, set()).add(household.head)
        for interview in self.interviews:
            said = names.setdefault(village_of(interview.subject), set())
            said.add(interview.preload.get(_HEAD, ""))
            if (form := self.forms.get(interview.form_id)) is not None:
                said |= _names_asked(interview, form)
        return {village: frozenset(filter(None, said)) for village, said in names.items()}

    def of(self, *subjects: str) -> frozenset[str]:
        """Return the names of the villages that `subjects` (or villages) lie in."""
        villages = set(map(village_of, subjects))
        known = [self.by_village.get(village, frozenset()) for village in sorted(villages)]
        return known[0] if len(known) == 1 else frozenset[str]().union(*known)

    @cached_property
    def everybody(self) -> frozenset[str]:
        """The names of all villages, for what is said of none."""
        return frozenset[str]().union(*self.by_village.values())


def names_in(interview: Interview, form: Questionnaire | None) -> frozenset[str]:
    """Return the head on the roster, who is asked for by name, and personal answers like names.

    Of other personal answers only these: a description that is asked for as personal is what the
    list is for.
    """
    heads = {interview.preload.get(_HEAD, "")}
    if form is None:
        return frozenset(filter(None, heads))
    said = {
        answer
        for path, answer in interview.answers.items()
        if isinstance(answer, str) and _is_personal(path, form) and looks_like_a_name(answer)
    }
    return frozenset(filter(None, heads | said | _names_asked(interview, form)))


def _names_asked(interview: Interview, form: Questionnaire) -> set[str]:
    asked = _questions_for_names(Same(form))
    return {
        answer.strip()
        for path, answer in interview.answers.items()
        if path.rsplit("/", 1)[-1] in asked and isinstance(answer, str)
    }


@lru_cache(maxsize=64)
def _questions_for_names(form: Same[Questionnaire]) -> frozenset[str]:
    questions = form.value.questions.items()
    return frozenset(name for name, question in questions if _asks_for_a_name(question))


def _asks_for_a_name(question: Question) -> bool:
    if question.preload == _HEAD:
        return True
    is_text = question.base_type == "text" and question.privacy is not Privacy.PLAIN
    label = question.label
    return is_text and ("姓名" in label.get("zh", "") or "name" in label.get("en", "").lower())


def _is_personal(path: str, form: Questionnaire) -> bool:
    question = form.questions.get(path.rsplit("/", 1)[-1])
    return question is not None and question.privacy is not Privacy.PLAIN
