"""Choices of two versions in; what came, went and says another thing out."""

from collections.abc import Iterator, Mapping, Sequence

from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.differences.difference import Difference, DifferenceCode
from fieldsurvey.questionnaire.differences.pairing import Pairing, same_text
from fieldsurvey.questionnaire.differences.telling import text_change
from fieldsurvey.questionnaire.model import Choice, Question
from fieldsurvey.questionnaire.question_types import CHOOSING
from fieldsurvey.questionnaire.yaml.places import subject_of

Choices = Sequence[Choice]


def list_differences(pairing: Pairing) -> Iterator[Difference]:
    """Yield what changed in the choices that questions of both versions offer.

    A list is told once; a question that takes its choices from another list now is told by itself.
    """
    lists_told: set[str] = set()
    for old_placed, new_placed in pairing.pairs:
        old, new = old_placed.item, new_placed.item
        if not (isinstance(old, Question) and isinstance(new, Question)):
            continue
        if old.base_type not in CHOOSING or new.base_type not in CHOOSING:
            continue
        before, after = (
            form.questionnaire.choices.get(each.list_name)
            for form, each in ((pairing.old, old), (pairing.new, new))
        )
        if before is None or after is None:
            continue
        if old.list_name != new.list_name:
            subject = subject_of(pairing.new.questionnaire, (*new_placed.path, "type"))
            yield from _Comparing(pairing, before, after, subject, question=new.name).differences()
        elif new.list_name not in lists_told:
            lists_told.add(new.list_name)
            subject = subject_of(pairing.new.questionnaire, ("choices", new.list_name))
            yield from _Comparing(
                pairing, before, after, subject, list_name=new.list_name
            ).differences()


class _Comparing:
    """Compares the choices of one list."""

    def __init__(
        self,
        pairing: Pairing,
        before: Choices,
        after: Choices,
        subject: str,
        question: str = "",
        list_name: str = "",
    ) -> None:
        self.pairing, self.subject = pairing, subject
        self.question, self.list_name = question, list_name
        self.before: Mapping[str, Choice] = {choice.name: choice for choice in before}
        self.after: Mapping[str, Choice] = {choice.name: choice for choice in after}

    def differences(self) -> Iterator[Difference]:
        renamed = self.renamed()
        for name in self.after:
            if name in self.before:
                yield from self.of_both(name)
            elif name in renamed:
                yield self.told(
                    DifferenceCode.CHOICE_RENAMED,
                    _("Choice '{old}' seems to be called '{new}' now.").format(
                        old=renamed[name], new=name
                    ),
                    _("Keep the name; only the label may change."),
                    (renamed[name], name),
                )
            else:
                what = _("Choice '{name}' is new.").format(name=name)
                label = text_change(self.pairing, {}, self.after[name].label)
                yield self.told(DifferenceCode.CHOICE_ADDED, what, "", label)
        for name in self.before:
            if name not in self.after and name not in renamed.values():
                yield self.told(
                    DifferenceCode.CHOICE_REMOVED,
                    _("Choice '{name}' is gone; old answers may hold it.").format(name=name),
                    _("Keep it, and offer it no more with a choice_filter."),
                    text_change(self.pairing, self.before[name].label, {}),
                )
        kept = [name for name in self.before if name in self.after]
        order = [name for name in self.after if name in self.before]
        if kept != order:
            what = _("Its choices stand in another order.")
            yield self.told(DifferenceCode.CHOICE_ORDER, what, "", (listed(kept), listed(order)))

    def renamed(self) -> dict[str, str]:
        """Return old names by new ones, of choices with a label that only they have."""
        return {
            name: alike[0]
            for name, choice in self.after.items()
            if name not in self.before
            and len(alike := self.said_by(choice, self.before)) == 1
            and alike[0] not in self.after
        }

    def said_by(self, choice: Choice, choices: Mapping[str, Choice]) -> list[str]:
        return [name for name, each in choices.items() if same_text(each.label, choice.label)]

    def of_both(self, name: str) -> Iterator[Difference]:
        old, new = self.before[name], self.after[name]
        if not same_text(old.label, new.label):
            change = text_change(self.pairing, old.label, new.label)
            others = [each for each in self.said_by(new, self.before) if each != name]
            if others:
                yield self.told(
                    DifferenceCode.CHOICE_SWAPPED,
                    _("Choice '{name}' says now what '{other}' said before.").format(
                        name=name, other=others[0]
                    ),
                    _("Keep what each choice says; choices may change their order."),
                    change,
                )
            else:
                what = _("Choice '{name}' is worded differently.").format(name=name)
                yield self.told(DifferenceCode.CHOICE_RELABELLED, what, "", change)
        for key in ("image", "audio", "video"):
            before, after = getattr(old, key), getattr(new, key)
            if not same_text(before, after):
                what = _("Choice '{name}' is shown with something else.").format(name=name)
                change = text_change(self.pairing, before, after)
                yield self.told(DifferenceCode.CHOICE_RELABELLED, what, "", change)
        if (old.exclusive, dict(old.filter)) != (new.exclusive, dict(new.filter)):
            what = _("What choice '{name}' excludes, or is found by, is another.").format(name=name)
            yield self.told(DifferenceCode.CHOICE_OFFERED, what, "", (_row(old), _row(new)))

    def told(
        self, code: DifferenceCode, what: str, to_do: str, change: tuple[str, str]
    ) -> Difference:
        return Difference(
            code, self.question, self.subject, what, to_do, *change, list_name=self.list_name
        )


def _row(choice: Choice) -> str:
    columns = [f"{column}: {value}" for column, value in choice.filter.items()]
    return listed([*columns, *(["exclusive: true"] if choice.exclusive else [])])
