"""The table and the picture of the sweep over volume and strategy.

    ccsim sweep experiments/overload/experiment.yaml --out overload
    python -m experiments.overload.picture overload [--out experiments/overload/results]

Printed: a block of strategies for each volume of the table. Written: strategies.csv (a strategy at a volume a row,
shares 0-1, with half widths) and strategies.png.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib
import pandas as pd

matplotlib.use("Agg")
import matplotlib.pyplot as plt

TYPES = {
    "billing_call": "billing",
    "technical_call": "technical",
    "support_chat": "chats",
    "branch_visit": "visits",
    "service_mail": "mails",
}
SHOWN = (1.0, 1.1, 1.2, 1.4)  # volumes of the table
AT = ["volume", "strategy"]
ALL = {
    "service_level": "service_level",
    "abandonment_rate": "abandoned",
    "occupancy": "occupancy",
    "cost_per_resolved": "cost_per_resolved",
}
STYLES = {  # colours that stay apart for the colour-blind (Okabe & Ito), and markers that do in print
    "own group": ("#000000", "s", ":"),
    "as planned": ("#999999", "D", "-"),
    "help after 30 s": ("#56B4E9", "v", "--"),
    "help at once": ("#0072B2", "o", "-"),
    "pooled, one kept for chats": ("#E69F00", "^", "--"),
    "pooled": ("#D55E00", "X", "-"),
}


def swept(folder: Path) -> pd.DataFrame:
    """The long table of a sweep."""
    parquet = folder / "results.parquet"
    frame = pd.read_parquet(parquet) if parquet.exists() else pd.read_csv(folder / "results.csv")
    return frame[frame.target.isna() | (frame.target == "")]


def by_strategy(frame: pd.DataFrame) -> pd.DataFrame:
    """A strategy at a volume a row, in the order of the sweep; of types service levels and what is abandoned."""
    columns: dict[str, pd.Series[float]] = {}
    rows = frame[AT].drop_duplicates()
    for scope, name, measure, short in named(frame):
        own = frame[(frame.scope == scope) & (frame.name == name) & (frame.measure == measure)].set_index(AT)
        columns |= {short: own.estimate, f"{short}_half_width": own.half_width}
    found = pd.DataFrame(columns).loc[pd.MultiIndex.from_frame(rows)].reset_index()
    levels = found[list(TYPES.values())]
    return found.assign(worst_off=levels.min(axis=1), worst_off_type=levels.idxmin(axis=1))


def named(frame: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """Measures of the sweep, and the columns they become."""
    found = []
    for scope, name, measure in frame[["scope", "name", "measure"]].drop_duplicates().itertuples(index=False):
        if scope == "all":
            found.append((scope, name, measure, ALL[measure]))
        elif scope == "contact":
            short = TYPES[name] if measure == "service_level" else f"{TYPES[name]}_abandoned"
            found.append((scope, name, measure, short))
        else:
            found.append((scope, name, measure, f"{name}_{measure}"))
    return found


def table(found: pd.DataFrame) -> list[str]:
    """A block for each volume: % in time, of all and by type, who is worst off, lost, busy, and what a need costs."""
    head = (
        f"{'all':>13s}{'billing':>9s}{'technical':>11s}{'chats':>7s}{'visits':>8s}{'mails':>7s}  {'worst off':16s}"
        f"{'lost %':>7s}{'busy %':>8s}{'USD':>6s}"
    )
    lines = []
    for volume, rows in found.groupby("volume", sort=False):
        if round(float(str(volume)), 3) not in SHOWN:
            continue
        title = "volume as planned" if volume == 1 else f"volume +{100 * (float(str(volume)) - 1):.0f} %"
        lines += ["", f"{title:27s}{head}"]
        for row in rows.to_dict("records"):
            values = [f"{100 * row[short]:.1f}" for short in TYPES.values()]
            level = f"{100 * row['service_level']:.1f} ± {100 * row['service_level_half_width']:.1f}"
            worst = f"{row['worst_off_type']} {100 * row['worst_off']:.0f}"
            cells = [f"{text:>{width}s}" for text, width in zip(values, (9, 11, 7, 8, 7), strict=True)]
            lines.append(
                f"{row['strategy']:27s}{level:>13s}{''.join(cells)}  {worst:16s}{100 * row['abandoned']:>7.1f}"
                f"{100 * row['occupancy']:>8.1f}{row['cost_per_resolved']:>6.2f}"
            )
    return lines[1:]


def widths(found: pd.DataFrame) -> str:
    """How sure the figures by type are."""
    most = {short: 100 * found[f"{short}_half_width"].max() for short in TYPES.values()}
    people = max(value for short, value in most.items() if short != "mails")
    return f"± by type at most {people:.1f} points, of mails {most['mails']:.1f}"


def picture(found: pd.DataFrame, file: Path) -> None:
    panels = {
        "service_level": "all contacts, each within its own time",
        "worst_off": "the worst-off type",
        "chats": "chats within a minute",
        "mails": "mails within 8 opening hours",
    }
    figure, axes = plt.subplots(2, 2, figsize=(8.4, 6.4), sharex=True, layout="constrained")
    for place, (column, title) in zip(axes.flat, panels.items(), strict=True):
        for strategy, (colour, marker, dashes) in STYLES.items():
            own = found[found.strategy == strategy]
            place.plot(
                100 * (own.volume - 1),
                100 * own[column],
                dashes,
                color=colour,
                marker=marker,
                markersize=5,
                label=strategy,
            )
        place.set_title(title, fontsize=10, loc="left")
        place.set_ylim(0 if column in ("mails", "worst_off") else 50, 101)
        place.grid(axis="y", color="0.9")
        place.spines[["top", "right"]].set_visible(False)
    for place in axes[1]:
        place.set_xlabel("volume above plan, %")
    for place in axes[:, 0]:
        place.set_ylabel("in time, %")
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside upper center", ncols=3, frameon=False)
    figure.savefig(file, dpi=100)
    plt.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sweep", type=Path, help="the folder that ccsim sweep wrote with --out")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    asked = parser.parse_args()
    found = by_strategy(swept(asked.sweep)).round(6)
    print("\n".join([*table(found), "", widths(found)]))
    asked.out.mkdir(parents=True, exist_ok=True)
    found.to_csv(asked.out / "strategies.csv", index=False, lineterminator="\n")
    picture(found, asked.out / "strategies.png")


if __name__ == "__main__":
    main()
