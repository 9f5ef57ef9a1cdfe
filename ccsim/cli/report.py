"""`ccsim report`."""

from __future__ import annotations

import click

import ccsim.cli.options as options


@click.command(short_help="Rebuild report.html from a folder of results.")
@click.argument("folder", metavar="DIR")
@options.opens_in
@click.option(
    "--share-script",
    is_flag=True,
    help="Keep the script that draws, 5 MB, in a file beside DIR, for the reports of all folders there.",
)
def report(folder: str, lang: str, share_script: bool) -> None:
    """Rebuild report.html from what a command with --out DIR wrote to DIR, without simulating.

    One file that opens by a double click and needs no network.
    """
    from ccsim.report.rebuild import rebuild

    written = rebuild(folder, lang, share_script, lambda sentence: click.echo(sentence, err=True))
    click.echo(f"wrote {', '.join(str(path) for path in written)}", err=True)
