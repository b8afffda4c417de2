"""`python -m plumbline` is the same as `plumbline`."""

from plumbline.cli import main

main()
