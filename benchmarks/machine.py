"""In words, the machine that seconds were measured on."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

_CPU_INFO = Path("/proc/cpuinfo")


def machine() -> str:
    """System, processor and cores, such as "Linux x86_64, AMD EPYC 7763, 2 cores"."""
    parts = (f"{platform.system()} {platform.machine()}", _processor(), f"{os.cpu_count()} cores")
    return ", ".join(filter(None, parts))


def _processor() -> str:
    """Linux names the processor in a file; elsewhere the platform module knows it, or nobody."""
    if _CPU_INFO.exists():
        found = re.search(r"^model name\s*: (.+)$", _CPU_INFO.read_text(), flags=re.MULTILINE)
        if found:
            return found.group(1)
    return platform.processor()
