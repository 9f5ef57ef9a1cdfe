"""Reruns every validation case and writes results.csv and a table.

python -m experiments.validation.run [--quick] [--contacts N] [--jobs N] [--readme README.md] [--only NAME ...]
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from joblib import Parallel, delayed

from experiments.validation.case import Case, Quantity, columns
from experiments.validation.cases import CASES, NOT_EXPRESSED
from experiments.validation.judge import Verdict, judge

HERE = Path(__file__).parent
FAMILY = 0.01  # probability that a correct simulator has any figure outside, all figures of the table together
SEED = 2026
CONTACTS = 2_000_000  # per case, at length: some 40 minutes of CPU
LEAST, MOST = 30, 1000  # replications
OPEN, CLOSE = "<!-- validation -->", "<!-- /validation -->"


@dataclass(frozen=True)
class Row:
    case: Case
    quantity: Quantity
    verdict: Verdict
    replications: int


def replications(case: Case, contacts: float) -> int:
    return max(LEAST, min(MOST, round(contacts / case.contacts)))


def validate(case: Case, contacts: float, false_alarm: float) -> tuple[list[Row], float]:
    """All figures of a case, and the CPU seconds they took."""
    began = time.process_time()
    n = replications(case, contacts)
    sums = columns(case.replicate(n, SEED, "reference"))
    rows = [
        Row(
            case,
            q,
            judge(
                sums[q.numerator],
                sums[q.denominator],
                q.exact,
                false_alarm=false_alarm,
                standard_error=q.standard_error,
            ),
            n,
        )
        for q in case.quantities
    ]
    return rows, time.process_time() - began


def write_csv(rows: list[Row], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case", "quantity", "exact", "simulated", "half_width", "inside", "replications", "source"])
        for row in rows:
            verdict = row.verdict
            numbers = [f"{x:.6g}" for x in (row.quantity.exact, verdict.estimate, verdict.half_width)]
            inside = "yes" if verdict.inside else "no"
            writer.writerow([row.case.name, row.quantity.name, *numbers, inside, row.replications, row.case.source])


def line(row: Row, all_inside: str) -> str:
    v = row.verdict
    digits = max(0, 4 if row.quantity.exact < 10 else 3)
    shown = f"{v.estimate:.{digits}f} ± {v.half_width:.{digits}f}"
    if v.half_width < 0.0005:
        shown = f"{v.estimate:.6f} ± {v.half_width:.6f}"
    return f"| {row.case.name} | {row.quantity.name} | {row.quantity.exact:.6g} | {shown} | {all_inside} |"


def table(rows: list[Row], compact: bool) -> str:
    """Markdown; compact: one row per case with its main figure and how many of its figures are inside."""
    share = f"{FAMILY:.0%}"
    text = [
        f"{len(rows)} figures of {len({r.case.name for r in rows})} cases, "
        f"{sum(r.verdict.inside for r in rows)} inside. ± is the half-width at which a correct simulator would have "
        f"any of them outside with probability {share}. Waits in minutes, the rest shares of 1 or per minute.",
        "",
        f"| case | figure | exact | simulated | {'figures inside' if compact else 'inside'} |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name in dict.fromkeys(r.case.name for r in rows):
        mine = [r for r in rows if r.case.name == name]
        inside = sum(r.verdict.inside for r in mine)
        for row in mine:
            main = row.quantity.name == (row.case.main or mine[0].quantity.name)
            if compact and main:
                text.append(line(row, f"{inside} of {len(mine)}"))
            elif not compact:
                text.append(line(row, "yes" if row.verdict.inside else "**no**"))
    return "\n".join(text) + "\n"


def put_between_marks(path: Path, text: str) -> None:
    whole = path.read_text(encoding="utf-8")
    if whole.count(OPEN) != 1 or whole.count(CLOSE) != 1:
        sys.exit(f"{path}: needs {OPEN} and {CLOSE} once each")
    head, rest = whole.split(OPEN)
    path.write_text(f"{head}{OPEN}\n\n{text}\n{CLOSE}{rest.split(CLOSE)[1]}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the contacts; writes no results")
    parser.add_argument("--contacts", type=float, default=CONTACTS, help="contacts per case")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="cases whose name begins so; writes no results")
    parser.add_argument("--jobs", type=int, default=1, help="cases at once")
    parser.add_argument("--readme", type=Path, help="put the compact table between its validation marks")
    args = parser.parse_args()
    cases = [c for c in CASES.values() if not args.only or any(c.name.startswith(name) for name in args.only)]
    if not cases:
        parser.error(f"no case begins with {' or '.join(args.only)}")
    contacts = args.contacts / 10 if args.quick else args.contacts
    false_alarm = FAMILY / sum(len(c.quantities) for c in CASES.values())
    rows: list[Row] = []
    work = Parallel(n_jobs=args.jobs, return_as="generator")(
        delayed(validate)(case, contacts, false_alarm) for case in cases
    )
    for case, (found, seconds) in zip(cases, work, strict=True):
        rows += found
        outside = [r.quantity.name for r in found if not r.verdict.inside]
        print(
            f"{case.name:30s} {found[0].replications:5d} replications {seconds:6.1f} s  "
            f"{'outside: ' + ', '.join(outside) if outside else 'all inside'}",
            file=sys.stderr,
        )
    if not args.quick and not args.only:
        write_csv(rows, HERE / "results.csv")
        left_out = "\n".join(f"- {what}: {why}" for what, why in NOT_EXPRESSED.items())
        (HERE / "results.md").write_text(
            f"{table(rows, compact=False)}\nNot expressed:\n\n{left_out}\n", encoding="utf-8"
        )
    print(table(rows, compact=True))
    if args.readme:
        put_between_marks(args.readme, table(rows, compact=True))
    if not all(row.verdict.inside for row in rows):
        sys.exit(1)


if __name__ == "__main__":
    main()
