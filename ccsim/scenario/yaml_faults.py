"""What the YAML parser complains of, in words for people who write scenarios and no parsers."""

from __future__ import annotations

import re
from typing import Any

_KEY = re.compile(r"\s*(?:- +)?[\w -]+")
_BRACKETS = {"while parsing a flow mapping": "{", "while parsing a flow sequence": "["}


def in_plain_words(error: Any, text: str) -> tuple[int, int, str]:
    """Line and column (from 1; 0: not known) of a parser's error, and what is wrong there.

    Parameters
    ----------
    error : ruamel.yaml.error.MarkedYAMLError
    text : str
        What was parsed.
    """
    context, problem = str(error.context or ""), str(error.problem or "")
    at, begun = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    lines = text.splitlines()
    if context in _BRACKETS:
        bracket = _BRACKETS[context]
        return *_place(
            begun
        ), f"the bracket {bracket} that opens here is not closed, or a comma or a quote is missing inside"
    if context == "while parsing a flow node" and "stream end" in problem:
        return *_place(at), "the file ends inside a bracket that is not closed"
    if "quoted scalar" in context:
        if "unexpected end of stream" in problem or "document separator" in problem:
            return *_place(begun), "the quote that opens here is not closed"
        return *_place(at), f"{problem} inside double quotes: use single quotes, or double the backslash"
    if "'\\t'" in problem:
        return *_place(at), "a tab: indent with spaces, not tabs"
    if "mapping values are not allowed" in problem:
        line = lines[at.line] if at.line < len(lines) else ""
        if _KEY.fullmatch(line[: at.column]) and at.line > 0:
            return (
                *_place(at),
                "the line is indented further than its neighbours, or the line above lacks its colon: "
                "things of one level begin in the same column",
            )
        return *_place(at), "a value that holds a colon needs quotes"
    if "could not find expected ':'" in problem:
        return *_place(begun), "the line is no `key: value` (is the colon missing, or the space after it?)"
    if context == "while parsing a block mapping" and "expected <block end>" in problem:
        if "<block mapping start>" in problem or "<block sequence start>" in problem:
            return *_place(at), "the indentation fits no line above: things of one level begin in the same column"
        return *_place(at), f"what stands here does not go on the mapping that begins on line {begun.line + 1}"
    return *_place(at), " ".join(part for part in (context, problem) if part)


def _place(mark: Any) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)
