"""Opens and compares every file of a folder, one after the other, and says how each fared. Run as a process of its own.

Each line is JSON: the name of the file, what became of it, the seconds it took, and the most memory so far in megabytes.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from pccresponse.foundation.errors import UnreadablePdfError
from pccresponse.verifying.comparison import compare
from pccresponse.verifying.open_untrusted import read_untrusted


def fate(what: Callable[[], object]) -> str:
    try:
        return type(what()).__name__
    except UnreadablePdfError as error:
        return f"{type(error).__name__}: {error.message}"
    except Exception as error:
        return f"NOT FORESEEN {type(error).__name__}: {error}"


def main(folder: Path, whole: Path) -> None:
    original = whole.read_bytes()
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        started = process_time()
        fates = [fate(lambda data=data: read_untrusted(data))]  # type: ignore[misc]
        if not path.name.startswith("open-"):
            fates.append(fate(lambda data=data: compare(data, original)))  # type: ignore[misc]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        line = {"name": path.name, "fates": fates, "seconds": process_time() - started, "memory": memory}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
