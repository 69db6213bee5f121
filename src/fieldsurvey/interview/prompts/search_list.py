"""A list that is searched as one types: rows in, the value of the row taken out.

Takes any `SearchedList`, however long; only what stands on the screen is made into text.
"""

from collections.abc import Callable
from typing import Any

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    BufferControl,
    FormattedTextControl,
    HSplit,
    Layout,
    VSplit,
    Window,
)

from fieldsurvey.i18n import _, listed
from fieldsurvey.interview.prompts.frame import lines_window
from fieldsurvey.interview.showing.columns import Line, cut
from fieldsurvey.interview.showing.searched_list import SHOWN_MOST, SearchedList

_ALL = SHOWN_MOST + 1
_POINTER, _NO_POINTER = " » ", "   "


class _Searching:
    """What is typed, what fits it, and which row is pointed at."""

    def __init__(self, searched: SearchedList, blank: str, marked: list[Any] | None) -> None:
        self.searched = searched
        self.blank = blank
        self.marked = marked
        self.pointed_at = 0
        self.buffer = Buffer(multiline=False, on_text_changed=lambda _buffer: self._type())
        self.found = searched.find("")

    @property
    def has_blank(self) -> bool:
        """Whether a row that chooses nothing stands above the others."""
        return bool(self.blank) and not self.buffer.text.strip()

    @property
    def rows(self) -> int:
        return len(self.found.places) + self.has_blank

    def place(self) -> int | None:
        """Return the place of the row pointed at; None at the blank row and where nothing fits."""
        nth = self.pointed_at - self.has_blank
        return self.found.places[nth] if 0 <= nth < len(self.found.places) else None

    def move(self, rows: int) -> None:
        self.pointed_at = max(0, min(self.pointed_at + rows, self.rows - 1))

    def toggle(self) -> None:
        """Mark or unmark the row pointed at, and begin a new search."""
        place = self.place()
        if place is None or self.marked is None:
            return
        value = self.searched.value(place)
        if value in self.marked:
            self.marked.remove(value)
        else:
            self.marked.append(value)
        if self.buffer.text:
            self.buffer.reset()
            self._type()

    def _type(self) -> None:
        self.found = self.searched.find(self.buffer.text)
        has_first = self.has_blank and self.searched.first is not None and self.marked is None
        self.pointed_at = 1 if has_first else 0

    def begin(self) -> None:
        """Point at what is chosen now, else at the row that chooses nothing."""
        self._type()


def search_list(
    _message: str,
    *,
    qmark: str,
    searched: SearchedList,
    blank: str = "",
    marked: list[Any] | None = None,
    **on: Any,
) -> questionary.Question:
    """Return a prompt that gives the value of the row taken.

    Args:
        qmark: Stands before what is typed.
        searched: The rows.
        blank: Words of a row above the others that gives ''; without words there is none.
        marked: Values marked at first, where several may be; the prompt then gives all marked.
        on: Style, input and output of the application.
    """
    state = _Searching(searched, blank, marked)
    state.begin()
    typed = Window(BufferControl(state.buffer), height=1)
    head = Window(
        FormattedTextControl([("class:qmark", f"{qmark} ")]),
        width=len(qmark) + 1,
        dont_extend_width=True,
    )
    application: Application[Any] = Application(
        layout=Layout(
            HSplit(
                [
                    VSplit([head, typed], height=1),
                    lines_window(lambda: application, lambda _columns: _said(state)),
                    Window(
                        FormattedTextControl(lambda: _rows(state, application), show_cursor=False),
                        dont_extend_height=True,
                    ),
                ]
            ),
            focused_element=typed,
        ),
        key_bindings=_keys(state),
        **on,
    )
    application.pre_run_callables.append(lambda: _prepare(application, searched))
    return questionary.Question(application)


def _prepare(application: Application[Any], searched: SearchedList) -> None:
    """Make a long list ready for searching while the person is still reading."""

    async def prepare() -> None:
        assert application.loop is not None
        await application.loop.run_in_executor(None, searched.prepare)

    application.create_background_task(prepare())


def _said(state: _Searching) -> list[Line]:
    """Return what is marked, how many fit, and what to do."""
    lines: list[Line] = []
    if state.marked:
        names = listed([state.searched.name(value) for value in state.marked])
        lines.append([("class:selected", _("Marked: {names}").format(names=names))])
    count = f"{state.found.count:,}"
    if not state.buffer.text.strip():
        how = _("{count} choices. Type a part of the name, its pinyin initials, or the code.")
    elif not state.found.count:
        return [*lines, [("class:warning", _("Nothing fits; type less of it."))]]
    elif state.marked is None:
        how = _("{count} found. ↑ ↓ and Enter, or type on.")
    else:
        how = _("{count} found. Enter marks or unmarks, or type on.")
    return [*lines, [("class:hint", how.format(count=count))]]


def _rows(state: _Searching, application: Application[Any]) -> StyleAndTextTuples:
    width = application.output.get_size().columns - len(_POINTER)
    titles = [state.blank] if state.has_blank else []
    titles += [_marked_title(state, place) for place in state.found.places]
    pieces: StyleAndTextTuples = []
    for nth, title in enumerate(titles):
        if nth == state.pointed_at:
            pieces += [("[SetCursorPosition]", ""), ("class:pointer", _POINTER)]
            pieces.append(("class:highlighted", cut(title, width)))
        else:
            pieces += [("", _NO_POINTER), ("", cut(title, width))]
        pieces.append(("", "\n"))
    if more := state.found.count - len(state.found.places):
        words = _("… and {count} more: type on.").format(count=f"{more:,}")
        pieces.append(("class:hint", f"{_NO_POINTER}{words}"))
    return pieces


def _marked_title(state: _Searching, place: int) -> str:
    title = state.searched.title(place)
    if state.marked is None:
        return title
    return f"{'●' if state.searched.value(place) in state.marked else '○'} {title}"


def _keys(state: _Searching) -> KeyBindings:
    keys = KeyBindings()
    is_typing = Condition(lambda: bool(state.buffer.text))

    def move(rows: int) -> Callable[[KeyPressEvent], None]:
        return lambda _event: state.move(rows)

    keys.add("up", eager=True)(move(-1))
    keys.add("down", eager=True)(move(1))
    keys.add("home", eager=True, filter=~is_typing)(move(-_ALL))
    keys.add("end", eager=True, filter=~is_typing)(move(_ALL))

    @keys.add("enter", eager=True)
    def take(event: KeyPressEvent) -> None:
        place = state.place()
        if state.marked is not None:
            if place is not None:
                state.toggle()
            elif state.has_blank:
                event.app.exit(result=list(state.marked))
        elif place is not None:
            event.app.exit(result=state.searched.value(place))
        elif state.has_blank:
            event.app.exit(result="")

    @keys.add("space", eager=True, filter=~is_typing & Condition(lambda: state.marked is not None))
    def mark(_event: KeyPressEvent) -> None:
        state.toggle()

    @keys.add("c-c", eager=True)
    @keys.add("c-q", eager=True)
    def stop(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt, style="class:aborting")

    @keys.add("c-d", eager=True, filter=~is_typing)
    def close(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError, style="class:exiting")

    return keys
