"""The import graph in, a picture of the packages and a table of what each takes and gives out."""

from collections.abc import Iterator, Mapping
from importlib import import_module

import grimp

from printing.markdown import code, table

STAGES = (
    *("errors", "i18n", "expressions", "questionnaire", "campaign", "chain", "interview"),
    *("handover", "assess", "ledger", "report", "cli"),
)
"""The packages in the order of the layers, the lowest first."""

_EVERYWHERE = {"errors", "i18n"}


def imports() -> list[str]:
    """Draw which package imports which, as a Mermaid graph, and say what each is for."""
    graph = grimp.build_graph("fieldsurvey", cache_dir=None)
    modules = {stage: _modules(graph, stage) for stage in STAGES}
    used = {stage: _used(graph, modules[stage]) - {stage} for stage in STAGES}
    return [
        "```mermaid",
        "flowchart LR",
        *_drawn(used),
        "```",
        "",
        "An arrow goes from what is imported to what imports it.",
        "Arrows that follow from others are left out, as are `errors` and `i18n`,"
        " which everything imports.",
        "",
        *table(
            ("package", "takes and gives", "imports", "modules"),
            [_package_row(stage, used[stage], modules[stage]) for stage in STAGES],
        ),
    ]


def _modules(graph: grimp.ImportGraph, stage: str) -> list[str]:
    package = f"fieldsurvey.{stage}"
    return [package, *sorted(graph.find_descendants(package))]


def _used(graph: grimp.ImportGraph, modules: list[str]) -> set[str]:
    """Return the packages that any of `modules` imports."""
    targets = {
        target for module in modules for target in graph.find_modules_directly_imported_by(module)
    }
    return {target.split(".")[1] for target in targets if "." in target}


def _drawn(used: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield the arrows of a picture in which every import is some path, and who has none."""
    for stage in STAGES:
        lower = [other for other in STAGES if other in used[stage] - _EVERYWHERE]
        implied = {low for high in lower for low in _below(used, high)}
        yield from (f"    {other} --> {stage}" for other in lower if other not in implied)
    connected = {name for stage in STAGES for name in used[stage] | {stage} if used[stage]}
    yield from (f"    {stage}" for stage in STAGES if stage not in connected | _EVERYWHERE)


def _below(used: Mapping[str, set[str]], stage: str) -> set[str]:
    direct = used[stage] - _EVERYWHERE
    return direct.union(*(_below(used, lower) for lower in direct))


def _package_row(stage: str, used: set[str], modules: list[str]) -> tuple[str, ...]:
    document = (import_module(f"fieldsurvey.{stage}").__doc__ or "").strip()
    names = [module.removeprefix(f"fieldsurvey.{stage}").lstrip(".") for module in modules]
    children = [name for name in names if name and "." not in name]
    return (
        code(stage),
        document.split("\n\n")[0],
        ", ".join(code(other) for other in STAGES if other in used - _EVERYWHERE) or "–",
        ", ".join(map(code, children)) or "–",
    )
