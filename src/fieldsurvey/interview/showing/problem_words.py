"""A problem or a check that holds in, what is shown and asked about it out. Pure."""

from fieldsurvey.i18n import _, language
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.logic.wording import fill_places, value_in_words
from fieldsurvey.interview.showing.columns import Line, cut, one_line
from fieldsurvey.interview.showing.screen import Heading, short_label
from fieldsurvey.interview.showing.step import Step, check_step
from fieldsurvey.questionnaire.model import Check, CheckKind, ProblemRule, Severity, in_language


def description_lines(step: Step, heading: Heading, conversation: Conversation) -> list[Line]:
    """Return what is asked the moment an answer is a problem."""
    rule = conversation.evaluation.problems[step.path]
    return [
        problem_line(rule, step.path, heading, conversation),
        [("class:question", _("Describe it: what, who, since when."))],
        [
            (
                "class:hint",
                _("This is what the problem list will say. Enter alone leaves it for later."),
            )
        ],
    ]


def check_lines(step: Step, conversation: Conversation) -> list[Line]:
    """Return what does not go together, which answers those are, and what is wanted."""
    assert step.check is not None
    lines = [check_line(step.check, step.label)]
    if step.check.kind is CheckKind.FIX:
        return [*lines, [("class:question", _("Which answer is wrong? It is corrected there."))]]
    lines += [answer_line(conversation, path) for path in step.disagreeing]
    return [
        *lines,
        [("class:question", _("Is it really so? Then say why."))],
        [("class:hint", _("The reviewer reads it. Enter alone leaves it for the review."))],
    ]


def check_line(check: Check, text: str) -> Line:
    """Return one check that holds: its code and what does not go together."""
    told = check_kind_in_words(check.kind)
    if check.kind is CheckKind.REVIEWER:
        return [("class:quiet", f"○ {check.code} {told}  {text}")]
    style = "class:problem" if check.kind is CheckKind.FIX else "class:warning"
    return [(style, f"≠ {check.code} {told}"), ("", f"  {text}")]


def check_kind_in_words(kind: CheckKind) -> str:
    """Return what is to be done about a check, in the user's language."""
    return {
        CheckKind.FIX: _("must be mended"),
        CheckKind.CONFIRM: _("please confirm"),
        CheckKind.REVIEWER: _("for the reviewer"),
    }[kind]


def answer_line(conversation: Conversation, path: str) -> Line:
    """Return a question with its answer on one line."""
    answer = one_line(value_in_words(conversation.evaluation, path, language()))
    return [("class:quiet", f"  {short_label(conversation, path, 50)}  "), ("", cut(answer, 20))]


def problem_line(
    rule: ProblemRule, path: str, heading: Heading, conversation: Conversation
) -> Line:
    """Return one problem with its severity and category."""
    question = conversation.evaluation.question(path)
    code = rule.category or question.category
    category = in_language(heading.categories.get(code, {"": code}), language())
    text = fill_places(rule.text, conversation.evaluation, path, language())
    kinds = " · ".join(filter(None, (severity_in_words(rule.severity), category)))
    style = "class:warning" if rule.severity is Severity.WATCH else "class:problem"
    mark = "△" if rule.severity is Severity.WATCH else "▲"
    return [(style, f"{mark} {kinds}"), ("", f"  {text}")]


def severity_in_words(severity: Severity) -> str:
    """Return a severity in the user's language."""
    return {
        Severity.CRITICAL: _("critical problem"),
        Severity.MAJOR: _("major problem"),
        Severity.MINOR: _("minor problem"),
        Severity.WATCH: _("to be noted"),
    }[severity]


def check_text(conversation: Conversation, path: str) -> str:
    """Return what does not go together, in the user's language."""
    return check_step(conversation.evaluation, path, language(), "").label
