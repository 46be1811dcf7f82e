"""Print extras of pyproject.toml (the development extras, or those named), one a line, for pip."""

import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"

if __name__ == "__main__":
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    for extra in sys.argv[1:] or ["dev"]:
        print("\n".join(project["optional-dependencies"][extra]))
