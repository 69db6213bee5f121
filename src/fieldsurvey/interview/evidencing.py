"""A conversation and photos in; the entries that attach or remove them, or a refusal, out. Pure.

The pictures themselves are in the workspace already: what is said here is only whose they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fieldsurvey.chain.interview import Photo
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.i18n import _
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.photos.photo_files import photo_value
from fieldsurvey.interview.typed.refusal import NO_PHOTO_HERE, NO_SUCH_PHOTO, NOT_ASKED, Refusal
from fieldsurvey.interview.typed.text import read_words
from fieldsurvey.questionnaire.question_types import PICTURE


def place_of_photos(conversation: Conversation, path: str) -> str:
    """Return the path that photos taken at `path` belong to.

    At the question that describes a problem they are evidence of that problem.
    """
    if path in conversation.problems:
        return path
    described = (p for p in conversation.problems if conversation.detail_of(p) == path)
    return next(described, path)


def attach(conversation: Conversation, path: str, photos: Sequence[Photo]) -> Taken | Refusal:
    """Take pictures for the question at `path`; one it has already makes no entry.

    A question that asks for a picture is answered by the last one attached.
    """
    if refusal := _refuse_place(conversation, path):
        return refusal
    had = conversation.photos.get(path, ())
    new = [photo for photo in dict.fromkeys(photos) if photo.sha256 not in _hashes(had)]
    absent = {at: why for at, why in conversation.photos_absent.items() if at != path or not photos}
    after = replace(
        conversation,
        photos={**conversation.photos, path: (*had, *new)} if new else conversation.photos,
        photos_absent=absent,
        unevidenced=tuple(p for p in conversation.unevidenced if p != path),
    )
    entries = tuple(_entry(conversation, path, photo_value(photo)) for photo in new)
    if photos and _asks_for_picture(conversation, path):
        return _answered(after, path, photos[-1].file, entries)
    return Taken(after, entries, path)


def detach(conversation: Conversation, path: str, sha256: str) -> Taken | Refusal:
    """Take a picture away from the question at `path`; its file and its line stay.

    Where the picture was the answer, the answer is the last one left, else blank.
    """
    had = conversation.photos.get(path, ())
    left = tuple(photo for photo in had if photo.sha256 != sha256)
    if len(left) == len(had):
        return Refusal(
            NO_SUCH_PHOTO,
            _("This question has no such photo."),
            _("Look at the list of its photos, and name one of them."),
        )
    photos = {**conversation.photos, path: left}
    if not left:
        del photos[path]
    after = replace(conversation, photos=photos)
    entries = (_entry(conversation, path, {"removed": sha256}),)
    if _asks_for_picture(conversation, path):
        return _answered(after, path, left[-1].file if left else "", entries)
    return Taken(after, entries, path)


def explain_absence(conversation: Conversation, path: str, why: str) -> Taken | Refusal:
    """Take why there is no picture of the problem at `path`; blank leaves it for the review."""
    reason = read_words(why)
    if isinstance(reason, Refusal):
        return reason
    waiting = tuple(other for other in conversation.unevidenced if other != path)
    after = replace(conversation, unevidenced=waiting)
    if not reason or reason == conversation.photos_absent.get(path):
        return Taken(after, (), path)
    if path not in conversation.problems:
        return Refusal(
            NOT_ASKED,
            _("A reason why there is no photo is given, but this answer is no problem."),
            _("Leave the reason out, or say it in a remark."),
        )
    if conversation.photos.get(path):
        return Refusal(
            NOT_ASKED,
            _("This problem has photos; a reason why there is none would contradict them."),
            _("Remove the photos first, or say it in a remark."),
        )
    absent = {**conversation.photos_absent, path: reason}
    entry = _entry(conversation, path, {"absent": reason})
    return Taken(replace(after, photos_absent=absent), (entry,), path)


def _refuse_place(conversation: Conversation, path: str) -> Refusal | None:
    evaluation = conversation.evaluation
    known = path in evaluation.places
    if known and (evaluation.is_asked(path) or path in evaluation.problems):
        return None
    return Refusal(
        NO_PHOTO_HERE,
        _("A photo belongs to a question, and there is none here."),
        _("Go to the question it shows, and attach it there."),
    )


def _asks_for_picture(conversation: Conversation, path: str) -> bool:
    evaluation = conversation.evaluation
    return evaluation.is_asked(path) and evaluation.question(path).base_type in PICTURE


def _answered(
    after: Conversation, path: str, file: str, entries: tuple[Entry, ...]
) -> Taken | Refusal:
    """Answer the question at `path` by the name of a picture's file, along with the entries."""
    if after.evaluation.answers.get(path, "") == file:
        return Taken(after, entries, path)
    here = after if after.at == path else after.jump(path)
    answered = here.answer(file)
    if isinstance(answered, Refusal):
        return answered
    return replace(answered, entries=(*entries, *answered.entries))


def _hashes(photos: Sequence[Photo]) -> set[str]:
    return {photo.sha256 for photo in photos}


def _entry(conversation: Conversation, path: str, value: Mapping[str, object]) -> Entry:
    return Entry(
        kind=Kind.PHOTO,
        interview=conversation.interview.id,
        question=path,
        value=dict(value),
        questionnaire=conversation.interview.questionnaire,
        who=conversation.who,
    )
