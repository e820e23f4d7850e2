"""A made-up archive of responses, the same bytes every time: `archive.py FOLDER COUNT [FIRST]`.

The responses from number FIRST on are spread over 43 forces and the years 2013 to 2026; each has an office of its own beside it.
It is run by the project's own Python, because the tables of the law say which body answered for which force on which day.
"""

from __future__ import annotations

import sys
from pathlib import Path

from archive_response import case
from cases import as_yaml
from pccresponse.foundation.files import templates_folder

_OLD_EDITION = "2015"
_HEAD = "# FICTIONAL, and made for measuring. This report was never written, and nobody of these names ever held an office.\n\n"


def write_archive(folder: Path, numbers: range) -> list[str]:
    """Write the responses of these numbers into a workspace; answers with their names."""
    old_edition = _OLD_EDITION if (templates_folder() / _OLD_EDITION / "edition.yaml").is_file() else None
    slugs = []
    for number in numbers:
        made = case(number, old_edition)
        target = folder / "responses" / made.slug
        target.mkdir(parents=True, exist_ok=True)
        for name, content in (("response", made.response), ("office", made.office)):
            (target / f"{name}.yaml").write_text(_HEAD + "\n".join(as_yaml(content, 0)) + "\n", encoding="utf-8")
        slugs.append(made.slug)
    return slugs


def main() -> None:
    """Write what was asked for, and say the name of each response on a line of its own."""
    folder, count, *first = sys.argv[1:]
    start = int(first[0]) if first else 0
    print("\n".join(write_archive(Path(folder), range(start, start + int(count)))))


if __name__ == "__main__":
    main()
