"""Settings of two versions in; what differs out."""

from collections.abc import Iterator

from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.differences.difference import Difference, DifferenceCode
from fieldsurvey.questionnaire.differences.pairing import Pairing, same_text
from fieldsurvey.questionnaire.differences.telling import text_change
from fieldsurvey.questionnaire.yaml.places import subject_of

_PLAIN = (
    *("default_language", "style", "submission_url", "public_key", "auto_send", "auto_delete"),
)
"""Settings that are compared as they are written, and change no answer."""


def settings_differences(pairing: Pairing) -> Iterator[Difference]:
    """Yield what changed about the questionnaire as a whole."""
    old, new = (form.questionnaire.settings for form in (pairing.old, pairing.new))
    if old.form_id != new.form_id:
        yield _told(
            pairing,
            DifferenceCode.FORM_ID,
            "form_id",
            _("Interviews of the one are not interviews of the other."),
            _("Keep the form_id for ever; the version tells two versions apart."),
            (old.form_id, new.form_id),
        )
    if old.subject != new.subject:
        yield _told(
            pairing,
            DifferenceCode.SUBJECT,
            "subject",
            _("Other subjects are visited."),
            _("Make it another questionnaire, with a form_id of its own."),
            (old.subject, new.subject),
        )
    if old.instance_key != tuple(pairing.old_name(name) for name in new.instance_key):
        yield _told(
            pairing,
            DifferenceCode.INSTANCE_KEY,
            "instance_key",
            _("Interviews that were two may be one now, or the reverse."),
            _("Keep it as it was."),
            (listed(old.instance_key), listed(new.instance_key)),
        )
    yield from _harmless(pairing)


def _harmless(pairing: Pairing) -> Iterator[Difference]:
    old, new = (form.questionnaire.settings for form in (pairing.old, pairing.new))
    if old.version == new.version and pairing.old.questionnaire != pairing.new.questionnaire:
        yield _told(
            pairing,
            DifferenceCode.VERSION_KEPT,
            "version",
            _("Two versions that differ call themselves the same."),
            _("Give the new one another version, such as the date and a number."),
            (old.version, new.version),
        )
    for key in ("form_title", "source"):
        before, after = getattr(old, key), getattr(new, key)
        if not same_text(before, after):
            change = text_change(pairing, before, after)
            yield _told(pairing, DifferenceCode.SETTING, key, _("It is another."), "", change)
    for key in _PLAIN:
        change = (str(getattr(old, key)), str(getattr(new, key)))
        if change[0] != change[1]:
            yield _told(pairing, DifferenceCode.SETTING, key, _("It is another."), "", change)
    if not pairing.same_expression(old.instance_name, new.instance_name):
        change = (old.instance_name, new.instance_name)
        yield _told(
            pairing, DifferenceCode.SETTING, "instance_name", _("It is another."), "", change
        )


def _told(
    pairing: Pairing,
    code: DifferenceCode,
    key: str,
    what: str,
    to_do: str,
    change: tuple[str, str],
) -> Difference:
    subject = subject_of(pairing.new.questionnaire, ("settings", key))
    return Difference(code, "", subject, what, to_do, *change)
