"""XLSForm's question types, by what they ask of a person."""

CHOOSING = frozenset({"select_one", "select_multiple", "rank"})
"""Choose from a list of the form."""
CHOOSING_FROM_FILE = frozenset(
    {"select_one_from_file", "select_multiple_from_file", "select_one_external"}
)
"""Choose from a table beside the form."""
WRITING = frozenset(
    {
        *("text", "integer", "decimal", "range", "date", "time", "dateTime", "acknowledge"),
        *("trigger", "geopoint", "geotrace", "geoshape", "barcode"),
    }
)
"""Take an answer that is typed."""
PICTURE = frozenset({"image", "photo"})
"""Take a picture."""
ATTACHING = PICTURE | {"audio", "video", "file"}
"""Take a file."""
NOT_ASKED = (ATTACHING - PICTURE) | {"geotrace", "geoshape"}
"""Seen on a phone; a terminal skips them and says so."""
TELLING = frozenset({"note"})
"""Say something and take no answer."""
COMPUTED = frozenset({"calculate", "hidden"})
"""Have a value and are never shown."""
METADATA = frozenset(
    {
        *("start", "end", "today", "deviceid", "username", "email", "phonenumber", "audit"),
        *("subscriberid", "simserial", "start-geopoint", "background-audio"),
        *("background-geopoint", "csv-external", "xml-external"),
    }
)
"""Filled in by the machine, or read with the form."""
SHOWN = CHOOSING | CHOOSING_FROM_FILE | WRITING | ATTACHING | TELLING
"""Seen by a person, so they need a label."""
KNOWN = SHOWN | COMPUTED | METADATA
"""Every type of a question; groups and repeats stand beside them."""

RANGE = {"start": "1", "end": "10", "step": "1"}
"""The scale of a `range` whose parameters say nothing."""

MEANT = {
    "int": "integer",
    "string": "text",
    "str": "text",
    "number": "decimal",
    "float": "decimal",
    "datetime": "dateTime",
    "select": "select_one",
    "select1": "select_one",
    "single": "select_one",
    "multiple": "select_multiple",
    "multi": "select_multiple",
    "calculation": "calculate",
    "begin": "group",
    "begin_group": "group",
    "begin_repeat": "repeat",
}
"""What people write who come from elsewhere, and what they mean."""
