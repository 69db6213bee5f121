"""Questions of both versions in; where an answer of one name is another thing out."""

from collections.abc import Iterator

from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.differences.difference import Difference, DifferenceCode
from fieldsurvey.questionnaire.differences.pairing import Pairing, same_text
from fieldsurvey.questionnaire.differences.telling import Place, text_change, told
from fieldsurvey.questionnaire.logic.form import Placed
from fieldsurvey.questionnaire.model import Privacy, Question
from fieldsurvey.questionnaire.question_types import CHOOSING_FROM_FILE, COMPUTED, TELLING

_PRIVATE = {privacy: order for order, privacy in enumerate(Privacy)}


def answer_differences(pairing: Pairing) -> Iterator[Difference]:
    """Yield what changed about the answers of each question that both versions have."""
    for old, new in pairing.pairs:
        if isinstance(old.item, Question) and isinstance(new.item, Question):
            yield from _Answers(pairing, old.item, new.item, new).differences()


class _Answers:
    """Compares what the answers to one question are."""

    def __init__(self, pairing: Pairing, old: Question, new: Question, placed: Placed) -> None:
        self.pairing, self.old, self.new, self.placed = pairing, old, new, placed

    def differences(self) -> Iterator[Difference]:
        yield from self.of_type()
        yield from self.of_unit()
        yield from self.of_value()
        yield from self.of_privacy()
        if self.old.special != self.new.special:
            change = (listed(self.old.special), listed(self.new.special))
            what = _("Other special answers are allowed.")
            yield self.told(DifferenceCode.SPECIAL, "special", what, "", change)
        if self.old.parameters != self.new.parameters:
            what = _("Other answers are offered.")
            yield self.changed(DifferenceCode.OFFERED, "parameters", what)

    def of_type(self) -> Iterator[Difference]:
        old, new = self.old, self.new
        if old.base_type != new.base_type:
            if new.base_type == "text" and old.base_type not in TELLING:
                what = _("It takes any text now.")
                yield self.changed(DifferenceCode.TYPE_TO_TEXT, "type", what)
            else:
                what = _("Its answers are of another type.")
                to_do = _("Keep the type, or add a question with a name of its own.")
                yield self.changed(DifferenceCode.TYPE, "type", what, to_do)
            return
        if old.list_name != new.list_name:
            if new.base_type in CHOOSING_FROM_FILE or "${" in old.list_name + new.list_name:
                what = _("Its choices come from elsewhere.")
                to_do = _("Keep the name of the file; its rows may become more.")
                yield self.changed(DifferenceCode.LIST_FILE, "type", what, to_do)
            else:
                what = _("It takes its choices from a list of another name.")
                yield self.changed(DifferenceCode.LIST_NAME, "type", what)
        if new.or_other and not old.or_other:
            what = _("Choice '{name}' is new.").format(name="other")
            yield self.changed(DifferenceCode.CHOICE_ADDED, "type", what)
        elif old.or_other and not new.or_other:
            what = _("Choice '{name}' is gone; old answers may hold it.").format(name="other")
            yield self.changed(DifferenceCode.CHOICE_REMOVED, "type", what)

    def of_unit(self) -> Iterator[Difference]:
        if not same_text(self.old.unit, self.new.unit):
            yield self.told(
                DifferenceCode.UNIT,
                "unit",
                _("The same number says another quantity."),
                _("Keep the unit, or add a question with a name of its own."),
                text_change(self.pairing, self.old.unit, self.new.unit),
            )

    def of_value(self) -> Iterator[Difference]:
        is_computed = self.new.base_type in COMPUTED or self.new.read_only is True
        for key in ("calculation", "trigger"):
            if not self.pairing.same_expression(getattr(self.old, key), getattr(self.new, key)):
                yield self.computed(key)
        for key in ("default", "preload"):
            before, after = getattr(self.old, key), getattr(self.new, key)
            if self.pairing.same_expression(before, after):
                continue
            if is_computed:
                yield self.computed(key)
            else:
                what = _("Another answer is proposed.")
                yield self.changed(DifferenceCode.PROPOSED, key, what)

    def computed(self, key: str) -> Difference:
        what = _("Its value comes about in another way.")
        to_do = _("Keep it, and add a question with a name of its own.")
        return self.changed(DifferenceCode.COMPUTED, key, what, to_do)

    def of_privacy(self) -> Iterator[Difference]:
        before, after = _PRIVATE[self.old.privacy], _PRIVATE[self.new.privacy]
        if after < before:
            what = _("Answers given as {privacy} would be shown to more people.").format(
                privacy=self.old.privacy.value
            )
            to_do = _("Keep the class, or add a question with a name of its own.")
            yield self.changed(DifferenceCode.PRIVACY_LOWERED, "privacy", what, to_do)
        elif after > before:
            what = _("Answers are shown to fewer people.")
            yield self.changed(DifferenceCode.PRIVACY_RAISED, "privacy", what)

    def changed(self, code: DifferenceCode, key: str, what: str, to_do: str = "") -> Difference:
        change = (str(getattr(self.old, key)), str(getattr(self.new, key)))
        return self.told(code, key, what, to_do, change)

    def told(
        self, code: DifferenceCode, key: str, what: str, to_do: str, change: tuple[str, str]
    ) -> Difference:
        return told(code, Place(self.pairing.new, self.placed, key), what, to_do, change)
