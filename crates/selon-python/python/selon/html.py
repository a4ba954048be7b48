"""Readings in notebooks: the text with its evidence marked, a card for each claim. Report content is never markup."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selon.reading import Actor, Claim, Reading

_CARD = "border-left:3px solid #888;margin:.5em 0;padding:.1em .7em"


def reading_html(reading: Reading) -> str:
    """The reading as HTML that stands alone.

    Args:
        reading: Any reading.

    Returns:
        HTML in which everything that comes from the report is escaped.

    """
    cards = "".join(_card(claim) for claim in reading.claims)
    remarks = "".join(f"<li>{escape(f'{remark.kind}: {remark.message}')}</li>" for remark in reading.remarks)
    notes = f"<details><summary>Remarks</summary><ul>{remarks}</ul></details>" if remarks else ""
    return (
        f'<div class="selon"><p><b>{escape(repr(reading))}</b></p>'
        f'<p style="white-space:pre-wrap">{_marked(reading)}</p>{cards}{notes}</div>'
    )


def _marked(reading: Reading) -> str:
    """The text with the words of each claim marked; where they overlap the first is marked."""
    pieces: list[str] = []
    at = 0
    for claim in sorted(reading.claims, key=lambda claim: claim.evidence.start):
        start, end = claim.evidence.start, claim.evidence.end
        if start < at:
            continue
        mark = f'<mark title="{escape(claim.id)} {escape(claim.type)}">{escape(reading.text[start:end])}</mark>'
        pieces += [escape(reading.text[at:start]), mark]
        at = end
    pieces.append(escape(reading.text[at:]))
    return "".join(pieces)


def _card(claim: Claim) -> str:
    who = f"{_parties(claim.actors)} → {claim.type}"
    if claim.recipients:
        who += f" → {_parties(claim.recipients)}"
    attribution = claim.attribution
    source = attribution.source_name or " … ".join(part.text for part in attribution.source)
    told = "the report itself" if attribution.kind == "none" else (source or "somebody unnamed")
    when = "/".join(dict.fromkeys(day or ".." for day in claim.date)) if claim.date else "not stated"
    lines = [
        f"according to {told} · {attribution.stance}",
        f"{claim.polarity}, {claim.modality} · when: {when} · where: {claim.place or 'not stated'}",
        f"“{claim.evidence.text}”",
    ]
    body = "<br>".join(escape(line) for line in lines)
    return f'<div style="{_CARD}"><b>{escape(claim.id)} {escape(who)}</b><br>{body}</div>'


def _parties(actors: tuple[Actor, ...]) -> str:
    """Names and codes, `?` where the text tells nobody."""
    named = (f"{actor.name or actor.evidence.text} [{actor.code or 'not coded'}]" for actor in actors)
    return ", ".join(named) or "?"
