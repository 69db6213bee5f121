"""Every fault that a questionnaire, or another YAML file of ours, can have, with its stable code.

Takes what was found where; gives `Finding` values. `docs/errors.md` is printed from `Code`.
"""

from collections.abc import Iterable
from enum import Enum

from fieldsurvey.errors import Finding, FindingKind


class Code(Enum):
    """A kind of fault: its code for ever, how much it weighs, and what it means in one sentence."""

    FILE_NOT_THERE = ("Q001", "fault", "There is no file of that name.")
    FILE_IS_FOLDER = ("Q002", "fault", "A folder stands where a file is expected.")
    FILE_NOT_READABLE = ("Q003", "fault", "The computer does not let us read the file.")
    FILE_TOO_LARGE = ("Q004", "fault", "The file is larger than any questionnaire is.")
    FILE_EMPTY = ("Q005", "fault", "Nothing but blanks and comments is in the file.")
    NOT_UTF8 = ("Q006", "fault", "The file is not saved as UTF-8.")
    CONTROL_CHARACTER = ("Q007", "fault", "An invisible control character is in the file.")
    FOLDER_WITHOUT_FORMS = ("Q008", "fault", "The folder holds no questionnaire.")
    FORM_ID_TWICE = ("Q009", "fault", "Two files of a folder hold the same form_id.")

    TAB = ("Q010", "fault", "A tab stands in the file; YAML indents with blanks only.")
    YAML_SYNTAX = ("Q011", "fault", "The line breaks the rules of YAML.")
    KEY_TWICE = ("Q012", "fault", "One mapping has the same key twice; YAML would drop the first.")
    ANCHOR = ("Q013", "fault", "Anchors, aliases and merge keys are not taken: write it out.")
    TAG = ("Q014", "fault", "Tags such as !!str are not taken: quotes say what is text.")
    AMBIGUOUS_WORD = ("Q015", "fault", "Some programs read the bare word as true or false.")
    TOO_DEEP = ("Q016", "fault", "The file is nested deeper than any questionnaire is.")
    SECOND_DOCUMENT = ("Q017", "fault", "A second YAML document begins in the file.")
    KEY_NOT_TEXT = ("Q018", "fault", "A list or a mapping stands where a key is expected.")

    KEY_UNKNOWN = ("Q020", "fault", "The key is not one of those allowed there.")
    KEY_MISSING = ("Q021", "fault", "A key that must be there is not.")
    VALUE_MISSING = ("Q022", "fault", "The key has no value.")
    NOT_TEXT = ("Q023", "fault", "A number, true or false stands where text is expected.")
    WRONG_SHAPE = ("Q024", "fault", "A value is of the wrong kind: text for a list, or the like.")
    NOT_ALLOWED = ("Q025", "fault", "The value is not one of those allowed there.")
    VALUE_REFUSED = ("Q026", "fault", "The value breaks another rule of its key.")

    NAME_MALFORMED = ("Q030", "fault", "A name holds characters that names cannot have.")
    NAME_TWICE = ("Q031", "fault", "Two questions, groups or repeats have the same name.")
    TYPE_UNKNOWN = ("Q032", "fault", "The type is not one of XLSForm's.")
    TYPE_LIST = ("Q033", "fault", "The type lacks the list it needs, or has words it cannot have.")
    NO_LABEL = ("Q034", "fault", "A question that is shown to a person has no label.")
    DETAIL_UNKNOWN = ("Q035", "fault", "The question that `detail` names is not in the form.")
    DETAIL_NOT_TEXT = ("Q036", "fault", "The question that `detail` names does not take text.")
    INSTANCE_KEY_UNKNOWN = ("Q037", "fault", "`instance_key` names a question that is not there.")
    GROUP_EMPTY = ("Q038", "warning", "A group or repeat holds no question.")
    FACT_UNKNOWN = ("Q039", "warning", "The plan has no fact of the name that `preload` gives.")

    LIST_UNKNOWN = ("Q040", "fault", "The choice list that a question names is not in the form.")
    CHOICE_TWICE = ("Q041", "fault", "A choice list has the same choice name twice.")
    CHOICE_NAME = ("Q042", "fault", "A choice name is empty or has a blank in it.")
    LIST_EMPTY = ("Q043", "fault", "A choice list that a question asks with has no choices.")
    LIST_UNUSED = ("Q044", "warning", "No question uses the choice list.")
    FILTER_WITHOUT_LIST = ("Q045", "fault", "`choice_filter` stands on a question without choices.")

    EXPRESSION_SYNTAX = ("Q050", "fault", "An expression cannot be read.")
    EXPRESSION_NAME = ("Q051", "fault", "An expression names a question that is not in the form.")
    TEXT_NAME = ("Q052", "fault", "A text asks for the answer of a question that is not there.")
    TEXT_BRACE = ("Q053", "fault", "A brace in a text of a problem is not closed or has no name.")
    CYCLE = ("Q054", "fault", "Questions depend on each other in a circle.")
    RELEVANT_LATER = ("Q055", "warning", "Whether it is asked depends on later questions only.")
    CHOICE_COMPARED = ("Q056", "fault", "An expression compares with a choice the list lacks.")
    NEVER_ASKED = ("Q057", "fault", "The condition of a question or group can never hold.")
    RULE_NEVER_FIRES = ("Q058", "fault", "A problem rule can never hold.")
    LIST_COLUMN = ("Q059", "fault", "`choice_filter` asks for a column that the list lacks.")

    LANGUAGE_MISSING = ("Q060", "warning", "A text lacks one of the form's languages.")
    LANGUAGE_DEFAULT = ("Q061", "fault", "No text of the form is in its default language.")
    TEXT_EMPTY = ("Q062", "warning", "A text is there in a language, but empty.")

    RULE_TWICE = ("Q070", "fault", "Two problem rules of the form have the same name.")
    PROBLEM_ON_NOTE = ("Q071", "fault", "A problem rule stands where no answer is given.")
    PROBLEM_TEXT = ("Q072", "fault", "A problem rule has no text to print in the problem list.")

    CHECK_TWICE = ("Q073", "fault", "Two checks of the form have the same code.")
    CHECK_CODE = ("Q074", "fault", "The code of a check holds characters that codes cannot have.")
    CHECK_TEXT = ("Q075", "fault", "A check has no text that says what does not go together.")
    CHECK_AT = ("Q076", "fault", "`at` of a check names no question that a person is asked.")
    CHECK_READS_NOTHING = ("Q077", "fault", "A check reads no answer that a person gives.")

    TABLE_NOT_THERE = ("Q080", "fault", "A file that the form asks for cannot be read.")
    TABLE_NAME = ("Q081", "fault", "What the form asks for is not the name of a CSV file.")
    TABLE_HEADER = ("Q082", "fault", "The first line of a CSV file does not name its columns.")
    TABLE_COLUMN = ("Q083", "fault", "A CSV file lacks a column that the form asks for.")
    TABLE_ROW = ("Q084", "fault", "A row of a CSV file has more or fewer cells than its header.")
    TABLE_SYNTAX = ("Q085", "fault", "A line breaks the rules of CSV.")
    PARAMETER = ("Q086", "fault", "A parameter of a question cannot be what is written.")
    TRIGGER = ("Q087", "fault", "`trigger` names no question, or stands without a calculation.")
    NOT_ASKED_HERE = ("Q088", "warning", "A terminal cannot ask a question of this type.")

    PRIVACY_UNSAID = ("Q090", "warning", "Words or pictures are asked for without a privacy class.")
    CHOICE_LABEL_TWICE = ("Q091", "warning", "Two choices of a list say the same.")
    LABEL_TWICE = ("Q092", "warning", "Two questions of a group say the same.")

    def __init__(self, number: str, kind: str, meaning: str) -> None:
        self.number = number
        self.kind = FindingKind(kind)
        self.meaning = meaning

    def finding(self, where: str, what: str, to_do: str = "", subject: str = "") -> Finding:
        """Return this fault as found at `where`."""
        return Finding(
            code=self.number, where=where, what=what, to_do=to_do, subject=subject, kind=self.kind
        )


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings of one file in the order of its lines."""
    return sorted(findings, key=_line)


def _line(finding: Finding) -> int:
    line = finding.where.rpartition(":")[2]
    return int(line) if line.isdecimal() else 0
