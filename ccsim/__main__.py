"""`python -m ccsim`: the command line."""

from ccsim.cli.main import main

if __name__ == "__main__":
    main()
