"""One difference between two versions of a questionnaire, and every kind there is, with its code.

The kind of a code never changes: `diff --in-field` refuses by it.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum

from fieldsurvey.questionnaire.differences.old_interviews import RuleStanding


class DifferenceKind(StrEnum):
    """What a difference does to answers."""

    HARMLESS = "harmless"
    """Answers to both versions mean the same, and the same is asked and judged."""
    NEW_DATA = "new_data"
    """Answers given before mean what they meant; from here on, others are asked, taken or judged.
    May change in the field."""
    MEANING = "meaning"
    """One name says different things in the two versions, or is gone: not to be done in the
    field."""


class DifferenceCode(Enum):
    """A kind of difference: its code for ever, what it does, and what it means in one sentence."""

    FORM_ID = ("D001", "meaning", "The form_id is another, so interviews belong to two forms.")
    SUBJECT = ("D002", "meaning", "Villages are visited instead of households, or the reverse.")
    INSTANCE_KEY = ("D003", "meaning", "Other questions tell one interview from another.")
    VERSION_KEPT = ("D004", "harmless", "The form changed, and says it is the same version.")
    SETTING = ("D005", "harmless", "A title, source, default language or instance name changed.")

    ADDED = ("D010", "new_data", "A question is new; old interviews have no answer to it.")
    REMOVED = ("D011", "meaning", "A question is gone, and with it the answers to come.")
    RENAMED = ("D012", "meaning", "A question seems to have another name now: a guess.")
    MOVED = ("D013", "harmless", "A question, group or repeat stands at another place.")
    MOVED_CONDITION = ("D014", "new_data", "It stands in a group with another condition now.")
    MOVED_REPEAT = ("D015", "meaning", "It stands in a repeat and did not, or the reverse.")
    ITEM_KIND = ("D016", "meaning", "A question became a group or repeat, or the reverse.")
    GROUP_ADDED = ("D017", "harmless", "A group or repeat is new.")
    GROUP_REMOVED = ("D018", "harmless", "A group or repeat is gone; what it held is told apart.")
    GROUP_CONDITION = ("D019", "new_data", "A group or repeat with a condition is new or gone.")

    TYPE = ("D020", "meaning", "The type of a question is another.")
    TYPE_TO_TEXT = ("D021", "new_data", "A question takes any text now; old answers are text, too.")
    LIST_NAME = ("D022", "harmless", "A question takes its choices from a list of another name.")
    LIST_FILE = ("D023", "meaning", "A question takes its choices from another file or question.")
    UNIT = ("D024", "meaning", "The unit of a number is another.")
    COMPUTED = ("D025", "meaning", "A value is computed, or taken from the plan, in another way.")
    PROPOSED = ("D026", "new_data", "Another answer is proposed.")
    PRIVACY_LOWERED = ("D027", "meaning", "An answer given as private is shown to more people.")
    PRIVACY_RAISED = ("D028", "harmless", "An answer is shown to fewer people.")
    LABEL_SWAPPED = ("D029", "meaning", "A question says now what another one said before.")
    RELEVANT = ("D030", "new_data", "It is asked in other cases.")
    CHECKED = ("D031", "new_data", "A constraint or a warning is another.")
    REQUIRED = ("D032", "new_data", "An answer must be given in other cases.")
    READ_ONLY = ("D033", "new_data", "It is shown only, or asked, in other cases.")
    SPECIAL = ("D034", "new_data", "Other special answers are allowed.")
    OFFERED = ("D035", "new_data", "A choice filter or a parameter is another.")
    REPEAT_COUNT = ("D036", "new_data", "A repeat has another number of rows.")
    WORDING = ("D037", "harmless", "A label, a hint or a message is worded differently.")
    SHOWN = ("D038", "harmless", "A number or an appearance is another.")

    CHOICE_ADDED = ("D040", "new_data", "A choice is new.")
    CHOICE_REMOVED = ("D041", "meaning", "A choice is gone; old answers may hold it.")
    CHOICE_RENAMED = ("D042", "meaning", "A choice seems to have another name now: a guess.")
    CHOICE_RELABELLED = ("D043", "harmless", "A choice is worded differently.")
    CHOICE_SWAPPED = ("D044", "meaning", "A choice says now what another one said before.")
    CHOICE_ORDER = ("D045", "harmless", "Choices stand in another order.")
    CHOICE_OFFERED = ("D046", "new_data", "What a choice excludes, or a filter finds, is another.")

    RULE_ADDED = ("D050", "new_data", "A problem rule is new.")
    RULE_REMOVED = ("D051", "new_data", "A problem rule is gone.")
    RULE_CONDITION = ("D052", "meaning", "A problem rule of the same name finds something else.")
    RULE_WEIGHT = ("D053", "meaning", "A problem rule of the same name weighs differently.")
    RULE_MOVED = ("D054", "meaning", "A problem rule judges another question.")
    RULE_ORDER = ("D055", "meaning", "Problem rules are tried in another order.")
    ASSIGNED = ("D056", "new_data", "Problems go to another bureau, category or description.")
    RULE_TEXT = ("D057", "harmless", "A problem is worded differently.")

    CHECK_ADDED = ("D060", "new_data", "A check across questions is new.")
    CHECK_REMOVED = ("D061", "new_data", "A check across questions is gone.")
    CHECK_CHANGED = ("D062", "new_data", "A check of the same code finds or asks something else.")
    CHECK_TEXT = ("D063", "harmless", "A check is worded differently, or mended elsewhere.")

    def __init__(self, number: str, kind: str, meaning: str) -> None:
        self.number = number
        self.kind = DifferenceKind(kind)
        self.meaning = meaning


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference."""

    code: DifferenceCode
    question: str
    """Name of the question, group or repeat in the new version, in the old one where it is gone;
    '' for settings and lists."""
    subject: str
    """What is different, in words: `question 'walk_minutes', constraint`."""
    what: str
    """What happened to it, in one sentence."""
    to_do: str = ""
    """How to reach the same without a change of meaning; '' where nothing is to be done."""
    before: str = ""
    after: str = ""
    list_name: str = ""
    """The list of choices that changed, for every question that asks with it."""
    rule: str = ""
    """The problem rule that changed."""

    @property
    def kind(self) -> DifferenceKind:
        """What it does to answers."""
        return self.code.kind


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that differs between two versions, in the order of the new one."""

    differences: tuple[Difference, ...] = ()
    rules: tuple[RuleStanding, ...] = ()
    """How each problem rule of either version stands to interviews made with the old one."""

    def of_kind(self, kind: DifferenceKind) -> tuple[Difference, ...]:
        """Return the differences of one kind."""
        return tuple(each for each in self.differences if each.kind is kind)
