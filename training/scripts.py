"""Lemma edit scripts: the classes the lemma head chooses from, and how one turns a form into its lemma."""


def longest_common_substring(a: str, b: str) -> tuple[int, int, int]:
    """(length, start in `a`, start in `b`)"""
    best = (0, 0, 0)
    row = [0] * (len(b) + 1)
    for i, x in enumerate(a, 1):
        previous, row = row, [0] * (len(b) + 1)
        for j, y in enumerate(b, 1):
            if x == y:
                row[j] = previous[j - 1] + 1
                if row[j] > best[0]:
                    best = (row[j], i - row[j], j - row[j])
    return best


def casing(form: str, lemma: str) -> str:
    """L lower, U upper, T title, S as the form has it."""
    low = lemma.lower()
    if lemma == low:
        return "L"
    if lemma == lemma.upper() and len(lemma) > 1:
        return "U"
    if lemma[:1].isupper() and lemma[1:] == low[1:]:
        return "T"
    return "S" if lemma == form else "L"


def edit_script(form: str, lemma: str) -> str:
    """`CASE|cut at the start|new start|cut at the end|new end`, or `A` + lemma when nothing is shared."""
    low_form, low_lemma = form.lower(), lemma.lower()
    size, i, j = longest_common_substring(low_form, low_lemma)
    if size == 0:
        return "A" + lemma
    return f"{casing(form, lemma)}|{i}|{low_lemma[:j]}|{len(low_form) - i - size}|{low_lemma[j + size:]}"


def apply_script(script: str, form: str) -> str:
    if script[0] == "A":
        return script[1:]
    case, start, prefix, end, suffix = script.split("|")
    low = form.lower()
    start, end = int(start), int(end)
    if start + end > len(low):
        return form
    out = prefix + low[start : len(low) - end] + suffix
    if case == "U":
        return out.upper()
    if case == "T":
        return out[:1].upper() + out[1:]
    if case == "S" and not prefix and not suffix and start == end == 0:
        return form
    return out
