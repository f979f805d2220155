"""A finished study: one row per evaluation, p-values corrected across each sweep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload


class Study(Sequence[dict[str, Any]]):
    """What a study found; a sequence of its rows, as `rothost study --format json` writes them.

    `document` is the whole report, `families` the corrected p-values, `title` and `question` what
    was asked. A row's `status` is "answered", "failed" or "not installed"; its `error` says why.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.title: str = document["title"]
        self.question: str = document["question"]
        self.rows: list[dict[str, Any]] = document["rows"]
        self.families: list[dict[str, Any]] = document["families"]

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    def __repr__(self) -> str:
        return f"<rothost.Study {self.title!r}: {self.document['answered']} of {len(self)} answered>"

    def to_pandas(self) -> Any:
        """A frame with one line per evaluation: claim, what was varied, n, p, corrected p, verdict."""
        import pandas

        lines = []
        for row in self.rows:
            p = row["p"] or {}
            lines.append(
                {"claim": row["claim"] or row["title"], "indicator": row["indicator"]}
                | row["variation"]
                | {
                    "status": row["status"], "n": row["n"], "p": p.get("value"),
                    "holm": p.get("holm"), "benjamini_hochberg": p.get("benjamini_hochberg"),
                    "answer": row["verdict"] or row["error"],
                }
            )  # fmt: skip
        return pandas.DataFrame(lines)
