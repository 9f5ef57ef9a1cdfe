"""`ccsim report`."""

from __future__ import annotations

import click


@click.command(short_help="Rebuild report.html from the folder of a run, a comparison or a stress test.")
@click.argument("folder", metavar="DIR")
@click.option(
    "--lang",
    type=click.Choice(("en", "es")),
    default="en",
    show_default=True,
    help="Language in which the page opens; it holds both.",
)
@click.option(
    "--share-script",
    is_flag=True,
    help="Keep the script that draws, 5 MB, in a file beside DIR, for the reports of all folders there.",
)
def report(folder: str, lang: str, share_script: bool) -> None:
    """Rebuild report.html from what `ccsim run FILE --out DIR`, `ccsim compare` or `ccsim stress` wrote to DIR, without
    simulating.

    One file that opens by a double click and needs no network.
    """
    from ccsim.report.rebuild import rebuild

    written = rebuild(folder, lang, share_script)
    click.echo(f"wrote {', '.join(str(path) for path in written)}", err=True)
