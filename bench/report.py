"""The table, and the targets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from processes import FUZZ, PDFIUM, A, B, C, D, Row

CHECK_TARGET, DOOR_TARGET, BUILD_TARGET, MEMORY_TARGET, LINEAR_TARGET = 0.25, 0.05, 1.3, 300.0, 1.25
QUOTATIONS_TARGET = 2.0
IMPORT_TARGET = 2.0


def growth(rows: Sequence[Row], of: Callable[[Row], float]) -> float:
    """What a page costs between the second and the third size, as a multiple of what it costs between the first and the second."""
    short, middle, long = ((row.pages[A], of(row)) for row in rows)
    return ((long[1] - middle[1]) / (long[0] - middle[0])) / ((middle[1] - short[1]) / (middle[0] - short[0]))


def table(rows: Sequence[Row]) -> str:
    """Time, what others take and how many times that we take, and memory."""
    lines: list[tuple[str, ...]] = [("", "pages", A, B, "×", "tagged", "×", D, "its pages", "×", "MB: ours", B, D)]
    for row in rows:
        lines.append(
            (
                row.case,
                str(row.pages.get(A, "")),
                f"{row.seconds[A]:.3f} s",
                *(cell for other in (B, C) for cell in compared(row, other)),
                compared(row, D)[0],
                str(row.pages.get(D, "")),
                compared(row, D)[1],
                *(f"{row.megabytes[name]:.0f}" if name in row.megabytes else "" for name in (A, B, D)),
            )
        )
    return aligned(lines)


def compared(row: Row, other: str) -> tuple[str, str]:
    """What another takes, and how many times that we take."""
    return (f"{row.seconds[other]:.3f} s", f"{row.ratio(other):.2f}") if other in row.seconds else ("", "")


def targets(
    check: Row | None, quotations: Row | None, imported: Row | None, door: Row | None, build: Row | None, sizes: Sequence[Row]
) -> list[str]:
    """What is to be reached, what was reached, and whether that is enough."""
    found = []
    if check:
        found.append(verdict("check takes less than a quarter of weasyprint --version", check.ratio(B), CHECK_TARGET))
    if quotations:
        case = f"check against a report of {quotations.pages[A]} pages takes at most 2 seconds"
        found.append(verdict(case, quotations.seconds[A], QUOTATIONS_TARGET))
        taken = quotations.seconds[FUZZ]
        found.append(
            f"RapidFuzz, used naively, takes {taken:.1f} s for the same words: {taken / quotations.seconds[A]:.0f} times as long."
        )
    if imported:
        case = f"new --from a report of {imported.pages[A]} pages takes at most 2 seconds"
        found.append(verdict(case, imported.seconds[A], IMPORT_TARGET))
        found.append(f"That is {imported.ratio(PDFIUM):.1f} times what PDFium takes for its words alone.")
    if door:
        found.append(verdict("./run adds at most so many seconds to a command", door.seconds[A] - door.seconds[B], DOOR_TARGET))
    if build:
        found.append(
            verdict("build takes at most 1.3 times what WeasyPrint takes for the same pages, plain", build.ratio(B), BUILD_TARGET)
        )
        found.append(verdict("the same, WeasyPrint making the same tagged variant", build.ratio(C), BUILD_TARGET))
    if len(sizes) == 3:
        found.append(
            verdict(
                "a later page costs at most 1.25 times the time of an earlier one",
                growth(sizes, lambda row: row.seconds[A]),
                LINEAR_TARGET,
            )
        )
        found.append(verdict("and at most 1.25 times the memory", growth(sizes, lambda row: row.megabytes[A]), LINEAR_TARGET))
        found.append(verdict(f"{sizes[-1].pages[A]} pages take less than 300 MB", sizes[-1].megabytes[A], MEMORY_TARGET))
    return found


def verdict(what: str, reached: float, limit: float) -> str:
    """`target … : 0.19 of 0.25: met`."""
    return f"target: {what}: {reached:.2f} (limit {limit:g}): {'met' if reached <= limit else 'MISSED'}"


def aligned(lines: Sequence[tuple[str, ...]]) -> str:
    """Cells in columns, the first of them to the left."""
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(line, widths, strict=True)))
        for line in lines
    )
