"""A survey file in, one digest of all it says out: equal where two files say the same.

It covers every line of every device and branch by its hash, and every interview as it is folded.
Lines that only keep the books of one machine (sessions, receipts, keys, editions) do not count by
themselves, so two leads with the same bundles agree; as part of their chain they still count with
any later line. A session line inside an interview (a jump, a change of language) is evidence of how
it was made and does count: through the head of its interview.
"""

import hashlib

from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.storage.rows import SELECT_INTERVIEW
from fieldsurvey.chain.survey_file import SurveyFile

BOOKKEEPING = (Kind.SESSION, Kind.RECEIPT, Kind.KEY, Kind.EDITION)


def state_digest(survey_file: SurveyFile) -> str:
    """Return the digest, 64 hex digits; it does not depend on the order in which lines came."""
    digest = hashlib.sha256(b"fieldsurvey state 1\n")
    hashes = survey_file.connection.execute(
        f"SELECT hash FROM line WHERE kind NOT IN ({', '.join('?' * len(BOOKKEEPING))})"
        " ORDER BY device, seq, hash",
        [kind.value for kind in BOOKKEEPING],
    )
    for (hash_,) in hashes:
        digest.update(hash_)
    for row in survey_file.connection.execute(f"{SELECT_INTERVIEW} ORDER BY id"):
        digest.update(repr(row).encode())
    return digest.hexdigest()
