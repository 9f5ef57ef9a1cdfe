"""Which reminders keep people coming to the video appointments of `scenarios/clinic`, and what else does?

    python -m experiments.reminders.run [--replications 30] [--out experiments/reminders/results]

Every file of `policies` and of `beyond` is compared with a clinic that reminds nobody, on the same customers.
Printed: a table of each folder, by the week; written: policies.csv, beyond.csv and policies.png.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd

import ccsim
from ccsim.study.comparison import Comparison
from ccsim.study.result import Result

matplotlib.use("Agg")
import matplotlib.pyplot as plt

FOLDER = Path(__file__).parent
NONE = FOLDER.parents[1] / "scenarios" / "clinic" / "none.yaml"
WEEK, HOUR = 0.5, 1 / 3600  # the scenario has two weeks, ccsim seconds
MEASURES = {  # by column: as typed, and what its value is multiplied by
    "no_shows": ("no_show_rate", 100.0),
    "kept": ("kept", WEEK),
    "held_for_nobody": ("no_show_wait of clinicians", HOUR * WEEK),
    "patients_wait": ("mean_wait of consultation", 1.0),
    "callers_wait": ("asa of walk_in_call", 1.0),
    "reception_busy": ("occupancy of reception", 100.0),
    "refilled": ("slots_refilled", WEEK),
    "messages": ("reminders_sent", WEEK),
    "cost_of_messages": ("cost_reminders", WEEK),
    "cost": ("cost", WEEK),
    "cost_per_kept": ("cost_per_kept", 1.0),
}
TARGET, ASKED = "they_come", 15.0  # %
COLUMNS = (  # shown, title, width, digits, unit
    ("kept", "kept", 9, 0, ""),
    ("held_for_nobody", "lost host time", 14, 1, " h"),
    ("patients_wait", "patients wait", 13, 0, " s"),
    ("cost", "cost", 11, 0, ""),
    ("cost_per_kept", "for each kept", 13, 2, ""),
)


def compared(files: list[Path], replications: int | None, jobs: int) -> Comparison:
    scenarios = [ccsim.load(file) for file in files]
    return ccsim.compare(
        ccsim.load(NONE),
        *scenarios,
        names=[scenario.name for scenario in scenarios],
        measures=[typed for typed, _ in MEASURES.values()],
        replications=replications,
        jobs=jobs,
    )


def rows(comparison: Comparison) -> pd.DataFrame:
    """A policy a row, the base first: values, differences to the base and their half widths; most no-shows first."""
    base: dict[str, Any] = {"policy": "nobody is reminded", TARGET: verdict(comparison.base)}
    found = [base]
    for one in comparison.alternatives:
        row: dict[str, Any] = {"policy": one.name, TARGET: verdict(one.result)}
        for (column, (_, size)), finding in zip(MEASURES.items(), one.findings, strict=True):
            difference = finding.difference
            base[column] = size * difference.base
            row[column] = size * difference.other
            row[f"{column}_difference"] = size * difference.difference
            row[f"{column}_half_width"] = size * difference.half_width
        found.append(row | {"pays_up_to": pays_up_to(row)})
    return pd.DataFrame(found).sort_values("no_shows", ascending=False, ignore_index=True)


def verdict(result: Result) -> str:
    return next(one.verdict for one in result.targets if one.name == TARGET)


def pays_up_to(row: dict[str, Any]) -> float | None:
    """Price of a message at which a kept appointment costs what it does without any: a price changes nothing else."""
    if row["messages"] == 0 or row["kept_difference"] < 0:
        return None
    return float((row["cost_of_messages"] - row["cost_per_kept_difference"] * row["kept"]) / row["messages"])


def table(frame: pd.DataFrame) -> list[str]:
    """The clinic without reminders as it is, the others against it."""
    widest = max(map(len, frame.policy))
    titles = "".join(f"{title:>{width + 2}}" for _, title, width, _, _ in COLUMNS)
    lines = [f"{'each week, BRL':{widest}}  no-shows %{titles}  pays up to  {ASKED:.0f} %"]
    for row in frame.to_dict("records"):
        cells = "".join(
            f"{against(row, column, digits, unit):>{width + 2}}" for column, _, width, digits, unit in COLUMNS
        )
        price = "" if pd.isna(row["pays_up_to"]) else f"{row['pays_up_to']:.2f}"
        lines.append(f"{row['policy']:{widest}}  {row['no_shows']:10.1f}{cells}{price:>12}  {row[TARGET]}")
    return lines


def against(row: dict[Any, Any], column: str, digits: int, unit: str) -> str:
    """`+15 ± 2`; of the base its value."""
    if pd.isna(row[f"{column}_difference"]):
        return f"{row[column]:,.{digits}f}{unit}"
    return f"{row[f'{column}_difference']:+,.{digits}f} ± {row[f'{column}_half_width']:,.{digits}f}{unit}"


def picture(frame: pd.DataFrame, file: Path) -> None:
    """Three panels over the same policies; what meets the target is solid, the rest hatched: clear without colors."""
    rows = frame.iloc[::-1].reset_index(drop=True)
    met = rows[TARGET] == "met"
    figure, axes = plt.subplots(1, 3, figsize=(9.5, 3.7), sharey=True, layout="constrained")
    bars(axes[0], rows.policy, rows.no_shows, rows.no_shows_half_width, met, "{:.1f}")
    axes[0].axvline(ASKED, color="black", linestyle="--", linewidth=1)
    axes[0].set_title(f"who does not come, %\n(dashed: at most {ASKED:.0f} % wanted)", fontsize=9)
    bars(axes[1], rows.policy, rows.kept_difference, rows.kept_half_width, met, "{:+.0f}")
    axes[1].set_title("more appointments kept a week\nthan without reminders", fontsize=9)
    for which, marker, color in ((met, "D", "#4292c6"), (~met, "o", "white")):
        own = rows[which]
        axes[2].errorbar(
            own.cost_per_kept,
            own.policy,
            xerr=own.cost_per_kept_half_width.fillna(0),
            fmt=marker,
            markerfacecolor=color,
            color="0.2",
            capsize=2,
            linewidth=1,
        )
    axes[2].set_title("hosts and messages for each\nappointment kept, BRL", fontsize=9)
    axes[2].grid(axis="x", color="0.85")
    for axis in axes:
        axis.spines[["top", "right"]].set_visible(False)
    figure.supxlabel("solid: surely meets the target · error bars: 95 %, of the difference to no reminders", fontsize=8)
    figure.savefig(file, dpi=110)


def bars(axis: Any, names: Any, values: Any, half: Any, met: Any, shown: str) -> None:
    drawn = axis.barh(names, values.fillna(0), xerr=half.fillna(0), edgecolor="0.2", linewidth=0.6, capsize=2)
    for bar, value, error, solid in zip(drawn, values.fillna(0), half.fillna(0), met, strict=True):
        bar.set(facecolor="#4292c6" if solid else "#deebf7", hatch="" if solid else "///")
        if value:
            where = (value + error, bar.get_y() + bar.get_height() / 2)
            label = {"textcoords": "offset points", "va": "center", "fontsize": 8}
            label["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
            axis.annotate(shown.format(value), where, (6, 0), **label)
    axis.margins(x=0.16)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, help="of each policy, instead of the scenario's")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=FOLDER / "results")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for folder in ("policies", "beyond"):
        comparison = compared(sorted((FOLDER / folder).glob("*.yaml")), asked.replications, asked.jobs)
        frame = rows(comparison)
        print("\n".join([*table(frame), comparison.cheapest, ""]))
        frame.to_csv(asked.out / f"{folder}.csv", index=False, lineterminator="\n", float_format="%.6g")
        if folder == "policies":
            picture(frame, asked.out / f"{folder}.png")


if __name__ == "__main__":
    main()
