"""Every code that a finding about a survey file can have, and what it means.

`docs/errors.md` is printed from here. A code never changes its meaning.
"""

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    "V001": "SQLite finds the survey file damaged inside.",
    "V002": "The tables of the survey file, or the guards on them, were altered.",
    "V003": "A line does not fit into its chain: its hash is not made of the one before.",
    "V004": "The text of a line is not the text that was hashed.",
    "V005": "The text of a line cannot be read as a line.",
    "V006": "The text of a line names another device, number, kind or interview than its row.",
    "V007": "The text of a line is missing, and no line says that it was erased.",
    "V008": "A line was made to look erased: no lead and no purge of this laptop says so.",
    "V009": "A lead erased a line, and its text is still here.",
    "V010": "A chain has two versions of a line: a copied laptop, a restored image, or tampering.",
    "V011": "The note of where a chain forks was altered.",
    "V012": "Lines of a chain have not come yet.",
    "V020": "The key of a device is not the one it is named after.",
    "V021": "A chain names another key than the one known for its device.",
    "V022": "The signature of a bundle does not fit.",
    "V023": "A line that was signed is not in the file.",
    "V024": "There are lines or interviews of a device that the file does not know.",
    "V025": "Lines that a bundle was signed for are not in the file.",
    "V026": "There are lines in the chain of a laptop that it never signed.",
    "V027": "The team noted for a device is not the one it was given.",
    "V028": "The file says it is of another device, campaign or team than its first line.",
    "V029": "The note of a bundle is not what was signed.",
    "V030": "An interview as stored is not what its lines say.",
    "V031": "An interview was made with a questionnaire that was in no kit.",
    "V032": "A questionnaire that interviews were made with was altered, or is not here.",
    "V033": "Not everything could be looked at, as a line that it hangs on cannot be read.",
    "V040": "A receipt on the stick is damaged, or not signed by the campaign's lead.",
    "V041": "The lead has signed for another version of this laptop's chain.",
    "V042": "A sealed picture cannot be taken in: damaged, sealed for others, or not what it says.",
    "V043": "An order to erase is damaged, or not signed by the campaign's lead.",
    "V044": "A receipt for pictures is damaged, or not signed by the campaign's lead.",
    "V051": "A receipt that is kept is not what was signed.",
    "V052": "The line that a lead has signed for is not in the file.",
    "V053": "The lead's chain says a receipt was given; the line or the receipt is gone.",
    "V060": "Bytes of the survey file changed while it was closed.",
}
