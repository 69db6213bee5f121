"""What stands at the top of every screen."""

import pytest

from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.showing.screen import Heading, heading_lines
from fieldsurvey.questionnaire.model import Questionnaire


def top_line(instance_name: str) -> str:
    """Return the first line over a form whose interviews are named by an expression."""
    questionnaire = Questionnaire.model_validate(
        {
            "settings": {
                "form_id": "small",
                "form_title": "Small",
                "version": "1",
                "subject": "household",
                "instance_name": instance_name,
            },
            "survey": [{"name": "head", "type": "text", "label": "Head"}],
        }
    )
    interview = Interview(
        "d1-1", "0103-07", "small", "", "d1", "1", (), Status.STARTED, "2020-06-28T09:00:00+08:00"
    )
    conversation = Conversation.resume(questionnaire, interview)
    lines = heading_lines(
        Heading("0103-07", "张三", "东乡 柳村"), conversation, conversation.step("en"), 80
    )
    return "".join(text for _style, text in lines[0])


@pytest.mark.parametrize(
    ("instance_name", "said"),
    [
        ("", "0103-07 · 张三 · 东乡 柳村  "),
        ("'柳村 张三'", "0103-07 · 张三 · 东乡 柳村  "),
        ("'second visit'", "0103-07 · 张三 · 东乡 柳村 · second visit  "),
    ],
)
def test_the_name_of_an_interview_is_said_where_it_says_something_more(instance_name, said):
    """The window is narrow: what stands there already is not said again."""
    assert top_line(instance_name).startswith(said)
