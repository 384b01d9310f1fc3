"""`python -m pingan_cli` is `pingan`."""

from __future__ import annotations

from pingan_cli.commands.app import main

if __name__ == "__main__":
    main()
