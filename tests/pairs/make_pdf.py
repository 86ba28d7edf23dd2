"""Typeset a hard-wrapped Japanese text as a small PDF (needs reportlab).

    python tests/pairs/make_pdf.py            # remake every PDF listed below
    python tests/pairs/make_pdf.py IN OUT RUNNING_HEADER

Each line of the text becomes one line of the page, at the same break. A single
empty line between two lines is only spacing; more than one is a paragraph gap.
Every page has a running header and a page number; pages break where they are
full, in the middle of a sentence if need be. The font is a standard CID font,
not embedded, so the file stays small. The output is byte-for-byte repeatable.
"""

import sys
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
JOBS = [
    (
        HERE / "kenya-agriculture/new.ja.txt",
        HERE / "kenya-agriculture/new.ja.pdf",
        "日ケニア農業協力覚書（2024年11月）仮訳",
    ),
]
FONT, SIZE, LEAD, GAP, MARGIN = "HeiseiMin-W3", 11, 22, 12, 85
BOTTOM = 110


def lines_of(path):
    """Yield (line, gap) where gap says that a paragraph gap goes before it."""
    blanks = 0
    for raw in path.read_text(encoding="utf-8").splitlines():
        if not raw.strip():
            blanks += 1
            continue
        yield raw.rstrip(), blanks > 1
        blanks = 0


def finish(canvas, page):
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 40, f"- {page} -")
    canvas.showPage()


def make(source, target, header):
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    width, height = A4
    canvas = Canvas(str(target), pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(header)
    page, top = 0, height - 95
    y = None
    for line, gap in lines_of(source):
        if y is None or y - (GAP if gap else 0) < BOTTOM:
            if y is not None:
                finish(canvas, page)
            page += 1
            canvas.setFont(FONT, 8)
            canvas.drawRightString(width - MARGIN, height - 50, header)
            canvas.setFont(FONT, SIZE)
            y, gap = top, False
        if gap:
            y -= GAP
        canvas.drawString(MARGIN, y, line)
        y -= LEAD
    finish(canvas, page)
    canvas.save()
    return page


if __name__ == "__main__":
    jobs = JOBS
    if len(sys.argv) == 4:
        jobs = [(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])]
    for source, target, header in jobs:
        pages = make(source, target, header)
        sys.stdout.write(f"{target.name}: {pages} pages, {target.stat().st_size} bytes\n")
