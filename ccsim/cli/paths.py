"""`ccsim paths`."""

from __future__ import annotations

import json

import click

from ccsim.cli.say import say, say_table

TOP = 20


@click.command(short_help="List the journeys that customers took, and mark the good and the bad ones.")
@click.argument("folder", metavar="DIR")
@click.option("--top", type=click.IntRange(min=1), default=TOP, show_default=True, help="The so many most frequent.")
@click.option("--segment", metavar="NAME", help="Only customers of this segment.")
@click.option("--from", "began_with", metavar="TYPE", help="Only who began with this contact type or appointment.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: seconds, shares 0-1.")
@click.option("--out", metavar="PICTURE", help="Also draw them: a .png, .svg or .pdf file.")
def paths(folder: str, top: int, segment: str | None, began_with: str | None, as_json: bool, out: str | None) -> None:
    """List the journeys that customers took in a run, most frequent first.

    DIR is what `ccsim run FILE --out DIR --records` wrote. A path marked + is favourable: its customers are more
    satisfied than the average, and settled at least as often; one marked - is unfavourable: less satisfied, and settled
    no more often.
    """
    from ccsim.study.paths import as_plain
    from ccsim.study.paths import paths as taken

    if out is not None:
        from ccsim.study.picture_files import check_picture

        check_picture(out)
    found = taken(folder, segment=segment, began_with=began_with)
    if as_json:
        say(json.dumps(as_plain(found, top), ensure_ascii=False, allow_nan=False))
    else:
        from ccsim.cli.paths_table import paths_table

        say_table(lambda: paths_table(found, top))
    if out is not None:
        from ccsim.study.paths_picture import draw

        draw(found, out, top)
        click.echo(f"wrote {out}", err=True)
