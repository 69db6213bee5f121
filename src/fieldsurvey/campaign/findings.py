"""Every code that a finding about roster, sample, schedule or kit can have, and what it means.

`docs/errors.md` is printed from here. A code never changes its meaning.
"""

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    "R001": "A file of the roster is missing, unreadable, or no CSV table.",
    "R002": "A file of the roster was read as GB18030 (GBK), not as UTF-8.",
    "R003": "A table of the roster lacks columns.",
    "R004": "No file has the columns of one of the three tables.",
    "R005": "A table has columns that are not used; they are not copied.",
    "R006": "A cell that must be filled in is empty.",
    "R007": "A cell is not the whole number it must be.",
    "R008": "A cell is neither yes nor no.",
    "R009": "The category of a household is not known.",
    "R010": "A flag of a household is not known.",
    "R011": "A code is not made as codes are.",
    "R012": "A code stands in an earlier row already.",
    "R013": "A row belongs to a township or village that is not there.",
    "R014": "A code does not start with that of its township or village.",
    "R015": "A flag belongs to another category than the household's.",
    "R016": "A household is marked normal and in need at once.",
    "R017": "The year of exit is missing, out of range, or stands on a household not lifted.",
    "R018": "A name holds what cannot be shown or what a spreadsheet would calculate.",
    "R019": "More people are unregistered than live in the village.",
    "R020": "A household is larger than households are.",
    "R021": "A row has more cells than the table has columns.",
    "R022": "A ground for exclusion of a household is not known.",
    "S001": "A row of the sample does not fit the roster.",
    "S002": "A row of the schedule has no date.",
    "S003": "The sample was drawn from another roster.",
    "S004": "The draw and the sample differ in a village.",
    "S005": "The draw and the sample differ in a household.",
    "S006": "The draw and the sample differ in the shifts between categories.",
    "S007": "The schedule names a team, village or day that the campaign does not have.",
    "K001": "A file of a kit was changed, is missing, or does not belong to it.",
    "K002": "A file of a joined laptop is not as its kit brought it.",
    "P-01": "The villages drawn in a township are not as many as the plan wants.",
    "P-02": "A category of a village has more or fewer households than quota and shifts say.",
    "P-03": "A shortage of households is claimed while the roster still holds some.",
    "P-04": "A monitored or marginal household of a drawn village is not in the sample.",
    "P-05": "A household of lower priority is drawn while one of higher remains.",
    "P-06": "A township has both kinds of village, and only one kind is drawn.",
    "P-07": "A team has too many villages on a day, or a village has no team or two.",
}
