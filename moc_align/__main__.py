"""`python -m moc_align`."""

from moc_align.cli import main

main()
