"""Which ccsim this is."""

from __future__ import annotations


def version(package: str = "ccsim") -> str:
    """Version of an installed package; "not installed" where there is none (ccsim run from its source folder)."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed(package)
    except PackageNotFoundError:
        return "not installed"
