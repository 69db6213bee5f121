"""A job in, the task of Windows that runs it out: XML that `schtasks` reads.

It runs under whoever made it, without a stored password, while they are logged on;
`StartWhenAvailable`: a machine that was off at the time runs it once it is on.
"""

import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

from fieldsurvey.cli.lead.scheduling.job import Job
from fieldsurvey.cli.lead.scheduling.steps import Remove, Run, Step, Write

_NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
ENCODING = "utf-16"


def task_file(local: Path, name: str) -> Path:
    """Return where the XML of a job lies."""
    return local / "fieldsurvey" / f"{name}.xml"


def install_steps(job: Job, local: Path) -> list[Step]:
    """Return how a job is scheduled; the same again where it is."""
    path = task_file(local, job.name)
    create = Run(("schtasks", "/Create", "/TN", job.name, "/XML", str(path), "/F"))
    return [Write(path, task_xml(job).encode(ENCODING), ENCODING), create]


def remove_steps(name: str, local: Path) -> list[Step]:
    """Return how a job is taken away; nothing where it is not scheduled."""
    path = task_file(local, name)
    if not path.exists():
        return []
    return [Run(("schtasks", "/Delete", "/TN", name, "/F")), Remove(path)]


def task_xml(job: Job) -> str:
    """Return the task."""
    task = ET.Element("Task", {"version": "1.2", "xmlns": _NAMESPACE})
    _add(task, "RegistrationInfo", Description=f"fieldsurvey: {job.clock} ({job.name})")
    trigger = ET.SubElement(ET.SubElement(task, "Triggers"), "CalendarTrigger")
    # With its offset the moment is one, whatever zone the machine is set to.
    trigger_at = job.next_at.astimezone(job.zone).isoformat(timespec="seconds")
    ET.SubElement(trigger, "StartBoundary").text = trigger_at
    ET.SubElement(trigger, "Enabled").text = "true"
    _add(trigger, "ScheduleByDay", DaysInterval="1")
    principal = _add(
        ET.SubElement(task, "Principals"),
        "Principal",
        LogonType="InteractiveToken",
        RunLevel="LeastPrivilege",
    )
    principal.set("id", "Author")
    _add(
        task,
        "Settings",
        MultipleInstancesPolicy="IgnoreNew",
        DisallowStartIfOnBatteries="false",
        StopIfGoingOnBatteries="false",
        StartWhenAvailable="true",
        Enabled="true",
        WakeToRun="true",
        ExecutionTimeLimit="PT6H",
    )
    actions = ET.SubElement(task, "Actions", {"Context": "Author"})
    program, *arguments = job.words
    _add(actions, "Exec", Command=program, Arguments=subprocess.list2cmdline(arguments))
    ET.indent(task)
    text = ET.tostring(task, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{text}\n'


def _add(parent: ET.Element, tag: str, **children: str) -> ET.Element:
    """Add an element whose children are texts, in this order: the schema wants one."""
    element = ET.SubElement(parent, tag)
    for name, text in children.items():
        ET.SubElement(element, name).text = text
    return element
