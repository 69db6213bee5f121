"""What an expression looks at besides the questions it names: for checks and dependencies."""

from dataclasses import dataclass

from fieldsurvey.expressions.tree import (
    OF_THE_ANSWER_ITSELF,
    Call,
    Here,
    LastSaved,
    Path,
    Root,
    Step,
    Text,
    Tree,
    named_question,
    parts_of,
)

CLOCK = frozenset({"now", "today"})
CHANCE = frozenset({"random", "randomize", "uuid"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What one expression looks at."""

    columns: frozenset[str]
    """Bare names: columns where it is a choice filter, else what stands below the current one."""
    steps: frozenset[str]
    """Names in paths of the interview: `age`, `data` and `member` of `../age | /data/member`."""
    roots: frozenset[str]
    """First names of paths that start with `/`: each may be the name of the form itself."""
    lists: frozenset[str]
    """Lists and tables named by `instance('…')`."""
    tables: frozenset[str]
    """Tables named by `pulldata('…', …)`."""
    labelled: frozenset[str]
    """Questions whose labels are asked for: `jr:choice-name(…, '${water}')`."""
    last_saved: frozenset[str]
    """Questions of the interview before."""
    functions: frozenset[str]
    looks_at_itself: bool
    """Whether it says `.`, or calls a function that does."""
    uses_clock: bool
    uses_chance: bool

    @property
    def looks_around(self) -> bool:
        """Whether it looks at anything but `.` and the questions it names: a list, the clock."""
        places = self.columns | self.steps | self.roots | self.last_saved
        tables = self.lists | self.tables | self.labelled
        return bool(places | tables) or self.uses_clock or self.uses_chance


def find_facts(tree: Tree) -> Facts:
    """Return what `tree` looks at."""
    collector = _Collector()
    collector.collect(tree, False)
    return collector.facts()


class _Collector:
    def __init__(self) -> None:
        self.found: dict[str, set[str]] = {
            name: set()
            for name in (
                "columns",
                "steps",
                "roots",
                "lists",
                "tables",
                "labelled",
                "last_saved",
                "functions",
            )
        }
        self.looks_at_itself = False

    def collect(self, tree: Tree | Step, in_list: bool) -> None:
        """Look at one part; `in_list`: its bare names are columns of an `instance(…)`."""
        match tree:
            case Here():
                self.looks_at_itself |= not in_list
            case LastSaved(name):
                self.found["last_saved"].add(name)
            case Call():
                self.call(tree, in_list)
            case Path():
                self.path(tree, in_list)
            case _:
                for part in parts_of(tree):
                    self.collect(part, in_list)

    def call(self, tree: Call, in_list: bool) -> None:
        """Note what a call names."""
        self.found["functions"].add(tree.function)
        first = tree.arguments[0] if tree.arguments else None
        if tree.function in OF_THE_ANSWER_ITSELF and first is None:
            self.looks_at_itself |= not in_list
        if tree.function == "once":
            self.looks_at_itself = True
        if isinstance(first, Text) and tree.function in _NAMING:
            self.found[_NAMING[tree.function]].add(first.value)
        if tree.function == "jr:choice-name" and isinstance(tree.arguments[1], Text):
            self.found["labelled"].add(named_question(tree.arguments[1].value))
        for argument in tree.arguments:
            self.collect(argument, in_list)

    def path(self, tree: Path, in_list: bool) -> None:
        """Note the names of a path and look into its predicates."""
        start = tree.start
        leads_to_list = isinstance(start, Call) and start.function == "instance"
        if isinstance(start, Call) and start.function == "current":
            self.found["functions"].add("current")
            in_list = False
        elif start is not None and not isinstance(start, Root | Here):
            self.collect(start, in_list)
        bare = start is None and len(tree.steps) == 1
        names = {step.name for step in tree.steps} - {".", "..", "*"}
        if not leads_to_list and not (in_list and isinstance(start, Here | None)):
            self.found["columns" if bare else "steps"].update(names)
        if isinstance(start, Root) and len(tree.steps) > 1:
            self.found["roots"].add(tree.steps[0].name)
        for step in tree.steps:
            for predicate in step.predicates:
                self.collect(predicate, in_list or leads_to_list)

    def facts(self) -> Facts:
        """Return what was found."""
        functions = self.found["functions"]
        return Facts(
            **{name: frozenset(names) for name, names in self.found.items()},
            looks_at_itself=self.looks_at_itself,
            uses_clock=not functions.isdisjoint(CLOCK),
            uses_chance=not functions.isdisjoint(CHANCE),
        )


_NAMING = {"instance": "lists", "pulldata": "tables"}
