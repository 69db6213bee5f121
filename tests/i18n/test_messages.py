"""Every sentence a user reads can be found, and is said in Chinese."""

import ast
import gettext
from pathlib import Path

import fieldsurvey
from fieldsurvey.i18n import _, listed, sentences, set_language

SOURCE = Path(fieldsurvey.__file__).parent
SAYING = {"_", "ngettext", "pgettext"}


def said_inside_f_strings(path: Path) -> list[str]:
    """Return the places where a message stands in an f-string: no collector finds it there."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        f"{path.name}:{call.lineno}"
        for text in ast.walk(tree)
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SAYING
    ]


def test_no_message_hides_in_an_f_string():
    """What is not collected is never translated, and nobody notices."""
    assert [place for path in SOURCE.rglob("*.py") for place in said_inside_f_strings(path)] == []


def test_the_chinese_catalogue_has_no_gap():
    """Every message of the catalogue says something."""
    file = SOURCE / "i18n" / "locale" / "zh_CN" / "LC_MESSAGES" / "fieldsurvey.mo"
    with file.open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]

    assert len(catalogue) > 1000
    assert [message for message, said in catalogue.items() if not said] == []


def test_the_language_may_change_in_the_middle():
    """A message is looked up when it is said, not when the program starts."""
    set_language("zh")
    chinese = _("Severity")
    set_language("en")

    assert (chinese, _("Severity")) == ("严重程度", "Severity")


def test_lists_and_sentences_are_joined_as_each_language_does():
    """Chinese has a comma of its own for lists, and no blank between sentences."""
    set_language("zh")
    chinese = listed(["甲", "乙"]), sentences(["完。", "", "好。"])
    set_language("en")

    assert chinese == ("甲、乙", "完。好。")
    assert (listed(["a", "b"]), sentences(["Done.", "Good."])) == ("a, b", "Done. Good.")
