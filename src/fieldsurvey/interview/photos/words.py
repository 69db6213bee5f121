"""Photos in, what a person reads about them out. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from fieldsurvey.chain.interview import Photo
from fieldsurvey.i18n import _, listed, ngettext
from fieldsurvey.interview.photos.album import Found
from fieldsurvey.interview.showing.columns import Line
from fieldsurvey.interview.showing.step import Step


def photo_count(count: int) -> str:
    """Return how many photos there are, in words."""
    return ngettext("{count} photo", "{count} photos", count).format(count=count)


def size_in_words(size_bytes: int) -> str:
    """Return a file's size: `3.1 MB`, `240 KB`."""
    if size_bytes >= 1_000_000:
        return f"{size_bytes / 1_000_000:.1f} MB"
    return f"{max(1, round(size_bytes / 1000))} KB"


def moment_in_words(taken_at: str) -> str:
    """Return when a camera says a photo was taken: `2020-06-12 09:14`."""
    return taken_at[:16].replace("T", " ")


def photo_in_words(photo: Photo) -> str:
    """Return name, size, time and place of a photo in one line."""
    known = (
        photo.name or photo.file[:12],
        size_in_words(photo.size_bytes),
        moment_in_words(photo.taken_at) or _("time unknown"),
        photo.place or _("place unknown"),
    )
    return "  ".join(known)


def found_in_words(found: Found) -> str:
    """Return name, time and size of a picture that could be attached."""
    moment = moment_in_words(found.photo.taken_at) or f"{found.changed_at:%Y-%m-%d %H:%M}"
    return f"{found.photo.name} ({moment}, {size_in_words(found.photo.size_bytes)})"


def saved_photo_words(value: Mapping[str, Any]) -> str:
    """Return what was saved with a photo entry."""
    if "absent" in value:
        return _("no photo: {why}").format(why=value["absent"])
    if "removed" in value:
        return _("photo removed")
    return _("photo: {name}").format(name=value.get("name", ""))


def evidence_summary(step: Step) -> list[Line]:
    """Return in one line what shows the answer of a question; no line where nothing does."""
    if step.photos:
        return [[("class:quiet", f"▣ {photo_count(len(step.photos))}")]]
    if step.photos_absent:
        return [[("class:quiet", _("No photo: {why}").format(why=step.photos_absent))]]
    return []


def numbered_photos(photos: Sequence[Photo]) -> list[Line]:
    """Return a line for each photo, numbered from 1."""
    return [
        [("class:key", f"  {number} "), ("", f" {photo_in_words(photo)}")]
        for number, photo in enumerate(photos, start=1)
    ]


def evidence_lines(problem: Line, step: Step, newest: Found | None) -> list[Line]:
    """Return what is asked once a problem is described."""
    lines: list[Line] = [
        problem,
        [("class:question", _("Show it: a photo, or why there is none."))],
        *numbered_photos(step.photos),
    ]
    if newest:
        enter = _("Enter takes the newest photo: {photo}.").format(photo=found_in_words(newest))
        lines.append([("class:question", enter)])
    else:
        lines.append([("class:hint", _("Enter alone leaves it for later."))])
    reasons = _("No photo? Write why: seen on paper, not wished, nothing to be seen …")
    return [*lines, [("class:hint", how_to_name_photos())], [("class:hint", reasons)]]


def photographing_lines(step: Step, newest: Found | None, *, is_new: bool) -> list[Line]:
    """Return what is said when photos of a question are attached or removed.

    Args:
        step: The question they belong to.
        newest: What Enter would attach.
        is_new: Whether it was taken since the interview began.
    """
    lines: list[Line] = [
        [("class:question", _("Photos of this question: {count}").format(count=len(step.photos)))],
        *numbered_photos(step.photos),
    ]
    if newest:
        enter = _("Enter takes the newest photo: {photo}.").format(photo=found_in_words(newest))
        lines.append([("class:question", enter)])
        if not is_new:
            told = _("It is older than this interview: look whether it is the right one.")
            lines.append([("class:warning", told)])
    else:
        lines.append([("class:hint", _("Enter alone goes back to the question."))])
    lines.append([("class:hint", how_to_name_photos())])
    if step.photos:
        lines.append([("class:hint", _("To remove one, type - and its number: -1"))])
    return lines


def picture_lines(step: Step, newest: Found | None) -> list[Line]:
    """Return what is said below a question that asks for a picture."""
    lines = numbered_photos(step.photos)
    if newest:
        enter = _("Enter takes the newest photo: {photo}.").format(photo=found_in_words(newest))
        lines.append([("class:question", enter)])
    return [*lines, [("class:hint", how_to_name_photos())]]


def used_elsewhere(name: str, subjects: Sequence[str]) -> str:
    """Return the warning that a picture shows somebody else already."""
    return _(
        "The same picture {name} is attached to {subjects} already: is it the right one?"
    ).format(name=name, subjects=listed(subjects))


def how_to_name_photos() -> str:
    """Return how a person names photos at the keyboard."""
    return _("Drag photos into this window, or type the names of their files.")
