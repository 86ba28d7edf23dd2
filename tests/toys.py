"""Small documents and a toy embedding, so that a test says why."""

import numpy as np

from moc_align.schema import Clause, Document, Span


def document(lang, *rows, genre="memorandum", name="toy"):
    """A document of rows (id, kind, title, text); the id's dots are its path."""
    text, clauses, ids = "", [], set()
    for key, kind, title, body in rows:
        start = len(text)
        text += f"{title} {body}\n"
        parts = key.split(".")
        path = tuple(p for n in range(1, len(parts)) if (p := ".".join(parts[:n])) in ids)
        ids.add(key)
        span = Span(start, len(text))
        line = len(clauses) + 1
        clauses.append(Clause(key, path, kind, "", title, body, (body,), span, 1, line))
    return Document(name, lang, genre, "", "", name, f"{name}.txt", "0", text, tuple(clauses))


def encode(texts):
    """Unit rows that count letters and kana: equal texts are alike, others less."""
    rows = np.zeros((len(texts), 64), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for char in text.lower():
            if char.isalnum():
                row[ord(char) % 64] += 1
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=rows, where=lengths > 0)
