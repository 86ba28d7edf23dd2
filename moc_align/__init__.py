"""Parses, maps and compares policy texts across Japanese and English."""

__version__ = "0.1.0"
