"""Ways to tamper with the lines of a chain, and with the rows around them."""

import shutil
from typing import Any

from tests.tamper.altering import (
    alter,
    append_forged,
    device_of_workspace,
    forget_seals,
    rebuild,
    rechain,
    say,
    seq_of,
    unguarded,
)
from tests.tamper.catalogue import Tampering, at, put, tampering
from tests.tamper.world import World

LINES = "lines of the chain"
ROWS = "rows beside the lines"
BEFORE_A_WITNESS = (
    "whoever holds the laptop can rewrite what no signature, receipt or paper code has seen yet"
)
FIRST_ANSWER = "WHERE kind = 'answer' AND seq = (SELECT min(seq) FROM line WHERE kind = 'answer')"


def other_answer(said: dict[str, Any]) -> None:
    """Let a line say that the water is safe."""
    said["value"] = "1"


@tampering(LINES, at("LAPTOP verify", "V004"))
def edit_the_text(world: World) -> None:
    """An answer's text is edited."""
    alter(world.laptop, f"UPDATE line SET line = replace(line, '\"2\"', '\"1\"') {FIRST_ANSWER}")


@tampering(LINES, at("LEAD verify", "V004"))
def edit_the_text_at_the_lead(world: World) -> None:
    """An answer's text is edited at the lead."""
    alter(world.lead, f"UPDATE line SET line = replace(line, '\"2\"', '\"1\"') {FIRST_ANSWER}")


@tampering(LINES, at("LEAD verify", "V004"))
def edit_the_books_beyond_reading(world: World) -> None:
    """Every line that the lead's books are read from is made unreadable."""
    alter(world.lead, "UPDATE line SET line = '?' WHERE interview = ''")


@tampering(LINES, at("LAPTOP verify", "V003"))
def edit_text_and_digest(world: World) -> None:
    """An answer and its digest are edited."""
    from hashlib import sha256

    with unguarded(world.laptop) as connection:
        connection.create_function("sha256", 1, lambda text: sha256(text.encode()).digest())
        connection.execute(
            "UPDATE line SET line = replace(line, '\"2\"', '\"1\"'),"
            f" digest = sha256(replace(line, '\"2\"', '\"1\"')) {FIRST_ANSWER}"
        )


@tampering(LINES, at("LAPTOP verify", "V023"))
def rewrite_after_sealing(world: World) -> None:
    """An answer is edited, every hash after it made anew, the interviews folded again."""
    rechain(
        world.laptop,
        device_of_workspace(world.laptop),
        seq_of(world.laptop, "answer"),
        other_answer,
    )


@tampering(LINES, at("LEAD verify", "V023"))
def rewrite_at_the_lead(world: World) -> None:
    """The same at the lead, in the chain of a laptop."""
    device = device_of_workspace(world.laptop)
    rechain(world.lead, device, seq_of(world.lead, "answer", device), other_answer)


@tampering(LINES, at("LAPTOP verify", "V023"))
def leave_out_a_line(world: World) -> None:
    """A line is taken out, every hash after it made anew."""
    rechain(world.laptop, device_of_workspace(world.laptop), seq_of(world.laptop, "answer"), None)


@tampering(LINES, out_of_reach=BEFORE_A_WITNESS)
def rewrite_before_sealing(world: World) -> None:
    """What was said after the last bundle is edited, every hash after it made anew."""
    say(world.laptop)
    say(world.laptop)
    device = device_of_workspace(world.laptop)
    with unguarded(world.laptop) as connection:
        [last] = connection.execute("SELECT max(seq) FROM line").fetchone()
    rechain(world.laptop, device, last - 1, lambda said: said.update(value={"event": "end"}))
    assert "Sound." in world.done("-w", world.laptop, "verify")


@tampering(LINES, at("LAPTOP verify", "V025"))
def delete_a_line(world: World) -> None:
    """A line is deleted."""
    alter(world.laptop, f"DELETE FROM line {FIRST_ANSWER}")
    rebuild(world.laptop)


@tampering(LINES, at("LEAD verify", "V025"))
def delete_a_line_at_the_lead(world: World) -> None:
    """A line is deleted at the lead."""
    alter(world.lead, f"DELETE FROM line {FIRST_ANSWER}")
    rebuild(world.lead)


@tampering(LINES, at("LAPTOP verify", "V023"))
def cut_the_tail(world: World) -> None:
    """The last lines are cut off."""
    alter(world.laptop, "DELETE FROM line WHERE seq > (SELECT max(seq) - 2 FROM line)")
    rebuild(world.laptop)


@tampering(LINES, at("LAPTOP verify", "V052"), at("LAPTOP hand-over STICK", "V041"))
def cut_the_tail_and_its_seals(world: World) -> None:
    """The last lines are cut off, and the bundles that hold them are forgotten, after a receipt."""
    world.done("-w", world.laptop, "hand-over", world.stick)
    alter(world.laptop, "DELETE FROM line WHERE seq > (SELECT max(seq) - 2 FROM line)")
    rebuild(world.laptop)
    forget_seals(world.laptop)


@tampering(LINES, out_of_reach=BEFORE_A_WITNESS)
def cut_an_unsealed_tail(world: World) -> None:
    """Lines said after the last bundle are cut off."""
    say(world.laptop)
    alter(world.laptop, "DELETE FROM line WHERE seq = (SELECT max(seq) FROM line)")
    assert "Sound." in world.done("-w", world.laptop, "verify")


@tampering(LINES, at("LEAD verify", "V026"))
def append_at_the_lead(world: World) -> None:
    """A line is added to a laptop's chain at the lead, without the laptop's key."""
    append_forged(world.lead, device_of_workspace(world.laptop), other_answer)


@tampering(LINES, at("LAPTOP verify", "V003"))
def insert_a_line(world: World) -> None:
    """A line is put between two others."""
    alter(
        world.laptop,
        "INSERT INTO line SELECT device, seq, zeroblob(32), previous, digest, line, kind, interview"
        f" FROM line {FIRST_ANSWER}",
    )


@tampering(LINES, at("LAPTOP verify", "V006"))
def swap_two_lines(world: World) -> None:
    """Two lines change places."""
    with unguarded(world.laptop) as connection:
        connection.execute("UPDATE line SET seq = seq + 1000 WHERE seq IN (2, 3)")
        connection.execute("UPDATE line SET seq = 2005 - seq WHERE seq > 1000")


@tampering(LINES, at("LAPTOP verify", "V006"))
def splice_between_interviews(world: World) -> None:
    """An answer is moved to another interview of the laptop."""
    alter(
        world.laptop,
        "UPDATE line SET interview ="
        " (SELECT max(interview) FROM line WHERE kind = 'interview_start'"
        "  AND interview <> (SELECT min(interview) FROM line WHERE kind = 'interview_start'))"
        f" {FIRST_ANSWER}",
    )
    rebuild(world.laptop)


@tampering(LINES, at("LEAD verify", "V006"))
def splice_between_devices(world: World) -> None:
    """A line of one laptop is put into the chain of another."""
    mine, theirs = device_of_workspace(world.laptop), device_of_workspace(world.other)
    alter(
        world.lead,
        "UPDATE line SET device = ?, seq = 99 WHERE device = ? AND seq = 4",
        theirs,
        mine,
    )
    rebuild(world.lead)


for column, code in (
    ("digest = zeroblob(32)", "V003"),
    ("hash = zeroblob(32)", "V003"),
    ("previous = zeroblob(32)", "V003"),
    ("kind = 'note'", "V006"),
    ("interview = ''", "V006"),
    ("seq = 77", "V006"),
    ("device = 'd00000000'", "V024"),
):

    def change_a_column(world: World, column: str = column) -> None:
        """Change one column of a line."""
        alter(world.lead, f"UPDATE line SET {column} {FIRST_ANSWER}")

    name = column.split(" ")[0]
    done = f"The column {name} of a line is changed."
    put(Tampering(f"{name}_of_a_line", ROWS, done, change_a_column, (at("LEAD verify", code),)))

for column in (
    "answers = '{}'",
    "status = 'started'",
    "subject = '0101-09'",
    "finish_code = 'AAAA-AAAA'",
    'signatures = \'["谌棠","麦笙"]\'',
    "inspectors = '[]'",
    "finished_at = ''",
    "photos = '{}'",
    "head = ''",
    "forked = 1",
    "questionnaire = ''",
    "keying = 'second'",
):

    def change_an_interview(world: World, column: str = column) -> None:
        """Change one column of an interview."""
        alter(world.lead, f"UPDATE interview SET {column} WHERE subject = '0101-01'")

    name = column.split(" ")[0]
    done = f"The column {name} of an interview is changed."
    notices = (at("LEAD verify", "V030"),)
    put(Tampering(f"{name}_of_an_interview", ROWS, done, change_an_interview, notices))


@tampering(ROWS, at("LEAD verify", "V030"))
def delete_an_interview(world: World) -> None:
    """An interview is taken out of the table."""
    alter(world.lead, "DELETE FROM interview WHERE subject = '0101-01'")


@tampering(ROWS, at("LEAD verify", "V030"))
def invent_an_interview(world: World) -> None:
    """An interview is invented in the table."""
    with unguarded(world.lead) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(interview)")]
        others = ", ".join(columns[1:])
        connection.execute(
            f"INSERT INTO interview (id, {others})"
            f" SELECT id || '0', {others} FROM interview LIMIT 1"
        )


@tampering(ROWS, at("LEAD verify", "V020"))
def other_key_of_a_device(world: World) -> None:
    """Another key is put in for a laptop."""
    alter(
        world.lead,
        "UPDATE device SET public_key = ? WHERE device = ?",
        "00" * 32,
        device_of_workspace(world.laptop),
    )


@tampering(ROWS, at("LEAD verify", "V020"))
def no_key_of_a_device(world: World) -> None:
    """The key of a laptop is not even a key."""
    alter(world.lead, "UPDATE device SET public_key = 'zz' WHERE team = '1'")


@tampering(ROWS, at("LEAD verify", "V027"))
def other_team_of_a_device(world: World) -> None:
    """A laptop is given to another team."""
    alter(world.lead, "UPDATE device SET team = '2' WHERE team = '1'")


@tampering(ROWS, at("LEAD verify", "V011"))
def hide_a_fork(world: World) -> None:
    """A fork is hidden."""
    alter(world.lead, "UPDATE device SET forked_at = 3 WHERE team = '1'")


for name in ("device", "campaign", "team"):

    def change_meta(world: World, name: str = name) -> None:
        """Change one note of the file."""
        alter(world.laptop, "UPDATE meta SET value = 'd0000000f' WHERE name = ?", name)

    done = f"The file is given another {name}."
    notices = (at("LAPTOP verify", "V028"),)
    put(Tampering(f"{name}_of_the_file", ROWS, done, change_meta, notices))


@tampering(ROWS, at("LEAD verify", "V028"))
def campaign_of_the_lead(world: World) -> None:
    """A file of the lead is given another campaign."""
    alter(world.lead, "UPDATE meta SET value = 'other' WHERE name = 'campaign'")


@tampering(ROWS, at("LEAD verify", "does not say whose it is"))
def delete_a_note_of_the_file(world: World) -> None:
    """A note of the file is deleted."""
    alter(world.lead, "DELETE FROM meta WHERE name = 'device'")


@tampering(ROWS, at("LEAD verify", "V029"))
def head_of_a_bundle(world: World) -> None:
    """A bundle's head is changed."""
    alter(world.lead, "UPDATE bundle SET head = zeroblob(32) WHERE direction = 'in'")


@tampering(ROWS, at("LEAD verify", "V029"))
def range_of_a_bundle(world: World) -> None:
    """A bundle's range is changed."""
    alter(world.lead, "UPDATE bundle SET first = 2 WHERE first = 1 AND direction = 'in'")


@tampering(ROWS, at("LEAD verify", "V022"))
def header_of_a_bundle(world: World) -> None:
    """A bundle's header is changed."""
    alter(world.lead, 'UPDATE bundle SET header = replace(header, \'"team":"1"\', \'"team":"2"\')')


@tampering(ROWS, at("LEAD verify", "V022"))
def signature_of_a_bundle(world: World) -> None:
    """A bundle's signature is changed."""
    alter(world.lead, "UPDATE bundle SET signature = zeroblob(64)")


@tampering(ROWS, at("LEAD verify", "V026"))
def strike_a_bundle(world: World) -> None:
    """A bundle is struck from the lead's ledger."""
    alter(world.lead, "DELETE FROM bundle WHERE first > 1 AND direction = 'in'")


@tampering(ROWS, at("LEAD verify", "V051"))
def head_of_a_receipt(world: World) -> None:
    """A receipt's head is changed."""
    alter(world.lead, "UPDATE receipt SET head = zeroblob(32)")


@tampering(ROWS, at("LEAD verify", "V051"))
def seq_of_a_receipt(world: World) -> None:
    """A receipt's seq is changed."""
    alter(world.lead, "UPDATE receipt SET seq = seq + 5")


@tampering(ROWS, at("LAPTOP verify", "V051"))
def witness_of_a_receipt(world: World) -> None:
    """A receipt is made by another key."""
    alter(world.laptop, "UPDATE receipt SET witness = ?", "11" * 32)


@tampering(ROWS, at("LEAD verify", "V053"))
def strike_the_receipts(world: World) -> None:
    """The receipts given are struck out."""
    alter(world.lead, "DELETE FROM receipt")


@tampering(ROWS, at("LEAD verify", "V002"))
def take_off_the_guards(world: World) -> None:
    """The guards against changing lines are taken off."""
    import sqlite3

    connection = sqlite3.connect(world.lead / "survey.db")
    connection.execute("DROP TRIGGER line_is_never_changed")
    connection.close()


@tampering(ROWS, at("LEAD verify", "V002"))
def change_the_view(world: World) -> None:
    """The view for analysts is made to show something else."""
    import sqlite3

    connection = sqlite3.connect(world.lead / "survey.db")
    connection.execute('DROP VIEW "form visit"')
    connection.execute(
        "CREATE VIEW \"form visit\" AS SELECT id AS _id, '1' AS water_safe FROM interview"
    )
    connection.close()


@tampering(ROWS, at("LEAD verify", "V053"))
def remove_a_laptop(world: World) -> None:
    """A laptop's chain is taken out of the lead's file with every trace beside its own lines."""
    device = device_of_workspace(world.laptop)
    for table in ("line", "interview", "bundle", "receipt", "device"):
        alter(world.lead, f"DELETE FROM {table} WHERE device = ?", device)
    shutil.rmtree(world.lead / "inbox")


@tampering(LINES, at("LEAD verify", "V004"))
def edit_a_decision(world: World) -> None:
    """A decision of the lead is edited."""
    alter(
        world.lead,
        "UPDATE line SET line = replace(line, 'confirm', 'dismiss') WHERE kind = 'decision'",
    )


@tampering(LINES, at("LEAD verify", "V023"))
def rewrite_a_decision(world: World) -> None:
    """A decision of the lead is edited, every hash after it made anew."""
    device = device_of_workspace(world.lead)
    rechain(
        world.lead,
        device,
        seq_of(world.lead, "decision"),
        lambda said: said["value"].update(decision="dismiss"),
    )


@tampering(LINES, out_of_reach=BEFORE_A_WITNESS)
def resign_a_decision(world: World) -> None:
    """A decision of the lead is edited, and the lead's own key signs everything anew."""
    rewrite_a_decision(world)
    forget_seals(world.lead)
    world.done("-w", world.lead, "merge", world.stick)
    rebuild(world.lead)
    assert "Sound." in world.run("-w", world.lead, "verify").said
