"""Both engines on generated worlds: logs that must be the same to the bit, and what happened in them.

    python -m experiments.differential.run [--worlds 2000] [--jobs 2] [--seed 1] [--features FEATURES] [--plain]
    python -m experiments.differential.run --only 17 [--shrink]      # one of them again, shown

A world is a small center with one replication or two. Ends with status 1 at the first disagreement, and says how to
have it again.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from generated_worlds import FEATURES
from joblib import Parallel, delayed

from experiments.differential.compare import Comparison, agree, compare, compare_some
from experiments.differential.worlds import features_in_turn, smallest, world

AT_ONCE = 20
"""Worlds that a process is given."""


def comparisons(worlds: int, jobs: int, features: str | None, seed: int) -> Iterator[Comparison]:
    """In the order of their numbers; the time left stands on stderr."""
    parts = [range(first, min(first + AT_ONCE, worlds)) for first in range(0, worlds, AT_ONCE)]
    began, done, told = time.monotonic(), 0, 0
    often = 1 if sys.stderr.isatty() else worlds // 10
    work = Parallel(n_jobs=jobs, return_as="generator")(delayed(compare_some)(part, features, seed) for part in parts)
    for found in work:
        yield from found
        done += len(found)
        if done - told >= often:
            told = done
            left = timedelta(seconds=round((time.monotonic() - began) * (worlds - done) / done))
            print(f"{done:,} of {worlds:,} worlds, {left} left", file=sys.stderr, end="\r" if often == 1 else "\n")


def table(found: dict[str, list[Comparison]]) -> list[str]:
    """In how many worlds each thing happened; in which share of those of each kind."""
    columns = ["what happened", "worlds", *found]
    worlds = [len(those) for those in found.values()]
    rows = [["worlds", *(f"{number:,}" for number in (sum(worlds), *worlds))]]
    for what in next(iter(found.values()))[0].happened:
        times = [sum(one.happened[what] for one in those) for those in found.values()]
        shares = [f"{count / len(those):.1%}" for count, those in zip(times, found.values(), strict=True)]
        rows.append([what, f"{sum(times):,}", *shares])
    lines = [columns, ["---", *["---:"] * (len(columns) - 1)], *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def again(number: int, features: str, seed: int, plain: bool = False) -> str:
    """The command that shows this world."""
    command = f"python -m experiments.differential.run --only {number} --features {features} --seed {seed}"
    return f"{command} --plain" if plain else command


def show(number: int, features: str, seed: int, shrink: bool) -> bool:
    """One world, and whether the engines agree on it."""
    if shrink:
        try:
            smallest(agree, number, features, seed)
        except AssertionError as disagreement:
            print(*disagreement.__notes__, "", disagreement, sep="\n")
            return False
    one = world(number, features, seed)
    result = compare(one)
    happened = ", ".join(what for what, ever in result.happened.items() if ever)
    print(f"{one!r}\n\n{happened}\n\n{result.difference or 'The engines agree.'}")
    return not result.difference


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=2_000)
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--seed", type=int, default=1, help="other worlds")
    parser.add_argument("--features", choices=tuple(FEATURES), help="without it, all in turn")
    parser.add_argument("--plain", action="store_true", help="kernels run as plain Python")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="this world alone, which is shown")
    parser.add_argument("--shrink", action="store_true", help="with --only: the smallest found that disagrees like it")
    args = parser.parse_args()
    if args.shrink and args.only is None:
        parser.error("--shrink is for one world: say which with --only")
    if args.plain:
        os.environ["NUMBA_DISABLE_JIT"] = "1"  # before an engine is loaded, here or in a process that comes of this one
    if args.only is not None:
        if not show(args.only, args.features or features_in_turn(args.only), args.seed, args.shrink):
            sys.exit(1)
        return
    found: dict[str, list[Comparison]] = defaultdict(list)
    for number, result in enumerate(comparisons(args.worlds, args.jobs, args.features, args.seed)):
        features = args.features or features_in_turn(number)
        if result.difference:
            print(f"World {number} ({features}): the engines disagree.\n\n{result.difference}\n")
            print(f"Again, or with --shrink a smaller one:\n    {again(number, features, args.seed, args.plain)}")
            sys.exit(1)
        found[features].append(result)
    print(f"The engines agree on {args.worlds:,} worlds of seed {args.seed}.\n", *table(found), sep="\n")


if __name__ == "__main__":
    main()
