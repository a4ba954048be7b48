"""One report read through: claims with their sources and the exact words."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date as Date
from functools import cached_property
from typing import Any

from selon import _selon
from selon.html import reading_html

Span = tuple[int, int]
"""``(start, end)`` in code points of the text, end exclusive: ``text[start:end]`` gives the words."""


@dataclass(frozen=True)
class Evidence:
    """A stretch of the report's text.

    Attributes:
        start: First code point, from 0.
        end: Code point after the last.
        text: The words, equal to ``reading.text[start:end]``.

    """

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Actor:
    """Somebody as the report names them.

    Attributes:
        name: Their name; ``None`` when only described.
        code: ISO 3166 alpha-3, or ``UNO EUR IGO NGO MNC IMG``; ``None`` when not told.
        sector: PLOVER sector (``GOV``, ``MIL`` …); ``None`` when not told.
        evidence: The words.

    """

    name: str | None
    code: str | None
    sector: str | None
    evidence: Evidence


@dataclass(frozen=True)
class Attribution:
    """Who says something, and how.

    Attributes:
        id: ``a1``, ``a2`` … by position.
        kind: ``direct``, ``mixed``, ``indirect``, or ``none`` for the report's own voice.
        source_name: Who; ``None`` when unnamed, and for the report's own voice.
        source_code: Their country or body class.
        stance: How the source stands to it: ``asserted``, ``hedged``, ``alleged``, ``denied``, ``questioned``,
            ``desired``.
        distance: How the report stands to it: ``endorses``, ``neutral``, ``distances``.
        source: The words for the source.
        cue: The words that tell that somebody says it.
        content: What is said.
        chain: From the report (``author``) over relays to this one, as ids.

    """

    id: str
    kind: str
    source_name: str | None
    source_code: str | None
    stance: str
    distance: str
    source: tuple[Evidence, ...]
    cue: tuple[Evidence, ...]
    content: tuple[Evidence, ...]
    chain: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """An event as reported.

    Attributes:
        id: ``c1``, ``c2`` … by position.
        type: PLOVER type (``ASSAULT`` …).
        modes: PLOVER modes.
        actors: Who acts.
        recipients: Who is acted upon.
        polarity: ``affirmed`` or ``negated``.
        modality: ``actual``, ``announced``, ``hypothetical``, ``attempted``, ``alleged`` or ``historical``.
        date: First and last day (``YYYY-MM-DD``, ``None`` when open) as the text tells; ``None`` when it does not.
        place: Name of the place of the event; ``None`` when not told.
        attribution: According to whom.
        same_event_as: Id of the earlier claim about the same event.
        confidence: 0 to 1.
        evidence: The words that tell the event.

    """

    id: str
    type: str
    modes: tuple[str, ...]
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    polarity: str
    modality: str
    date: tuple[str | None, str | None] | None
    place: str | None
    attribution: Attribution
    same_event_as: str | None
    confidence: float
    evidence: Evidence


@dataclass(frozen=True)
class Remark:
    """A note for the reader.

    Attributes:
        kind: What kind of note (``date_unknown``, ``voice_shift`` …).
        message: What, in a sentence.

    """

    kind: str
    message: str


@dataclass(frozen=True)
class Reading:
    """A report and everything that was found in it. Made by :func:`selon.read`.

    Attributes:
        wire: The reading in wire format 1, as ``selon read --format json`` writes it.

    """

    wire: dict[str, Any]
    _data: _selon.ReadingData | None = field(default=None, repr=False, compare=False)

    @property
    def id(self) -> str:
        """The report's id."""
        return str(self.wire["report"]["id"])

    @property
    def text(self) -> str:
        """The words of the report, exactly as given."""
        return str(self.wire["report"]["text"])

    @property
    def lang(self) -> str | None:
        """ISO 639-1, stated or recognised; ``None`` when it is no language that Selon reads."""
        lang: str | None = self.wire["report"]["lang"]
        return lang

    @property
    def published(self) -> str | None:
        """``YYYY-MM-DD`` or ``YYYY-MM-DDThh:mm``; ``None`` when neither stated nor found."""
        published: str | None = self.wire["report"]["published"]
        return published

    @cached_property
    def attributions(self) -> tuple[Attribution, ...]:
        """Who says what, by position."""
        return tuple(self._attribution(record) for record in self.wire["attributions"])

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What happened according to whom, by position."""
        attributions = {attribution.id: attribution for attribution in self.attributions}
        actors = {record["id"]: self._actor(record) for record in self.wire["actors"]}
        places = {record["id"]: record["name"] for record in self.wire["places"]}
        return tuple(
            Claim(
                id=record["id"],
                type=record["type"],
                modes=tuple(record["mode"]),
                actors=tuple(actors[actor] for actor in record["actors"]),
                recipients=tuple(actors[actor] for actor in record["recipients"]),
                polarity=record["polarity"],
                modality=record["modality"],
                date=(record["date"]["begin"], record["date"]["end"]) if record["date"] else None,
                place=places.get(record["place"]),
                attribution=attributions[record["attribution"]],
                same_event_as=record["same_event_as"],
                confidence=record["confidence"],
                evidence=self._evidence(record["trigger"]),
            )
            for record in self.wire["claims"]
        )

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Notes for the reader: what is unknown, unclear or damaged."""
        return tuple(Remark(record["kind"], record["message"]) for record in self.wire["remarks"])

    def to_json(self) -> str:
        """The reading as one line of JSON, byte for byte what ``selon read --format jsonl`` writes."""
        return json.dumps(self.wire, ensure_ascii=False, separators=(",", ":"))

    def _evidence(self, span: list[int]) -> Evidence:
        start, end = span
        return Evidence(start, end, self.text[start:end])

    def _actor(self, record: dict[str, Any]) -> Actor:
        return Actor(record["name"], record["code"], record["sector"], self._evidence(record["span"]))

    def _attribution(self, record: dict[str, Any]) -> Attribution:
        source = record["source_ref"]
        return Attribution(
            id=record["id"],
            kind=record["kind"],
            source_name=source["name"],
            source_code=source["code"],
            stance=record["stance"],
            distance=record["distance"],
            source=tuple(self._evidence(span) for span in record["source"]),
            cue=tuple(self._evidence(span) for span in record["cue"]),
            content=tuple(self._evidence(span) for span in record["content"]),
            chain=tuple(record["chain"]),
        )

    def __repr__(self) -> str:
        published = self.published or "date unknown"
        counts = f"{len(self.wire['claims'])} claims, {len(self.wire['attributions'])} attributions"
        return f"Reading({self.id!r}, {self.lang or 'language unknown'}, {published}, {counts})"

    def _repr_html_(self) -> str:
        return reading_html(self)

    def __getstate__(self) -> dict[str, Any]:
        """Pickled as its wire record alone."""
        return {"wire": self.wire, "_data": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Comes back from its wire record."""
        for name, value in state.items():
            object.__setattr__(self, name, value)


def read(
    text: str,
    *,
    date: str | Date | None = None,
    lang: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    title: str | None = None,
    id: str = "text",
) -> Reading:
    """Read one report.

    Args:
        text: The report. It is never changed: offsets count its code points.
        date: When it was published (``YYYY-MM-DD`` or a date). Relative dates stay unresolved without it; a date of no
            calendar is unknown, with a remark.
        lang: ISO 639-1 (``fr en ru uk es de``); recognised when not stated.
        outlet: The publisher, who is the source of what the report says in its own voice.
        url: Where it was published.
        title: A title that is not part of the text; it yields no claims.
        id: Names the report.

    Returns:
        The reading; a text in another language or without words gives one without claims, with a remark.

    Raises:
        Error: When the text is longer than 2 MiB or holds half of a surrogate pair.

    """
    stated = date.isoformat() if isinstance(date, Date) else date
    try:
        data = _selon.read_text(id, text, stated, lang, outlet, url, title)
    except UnicodeEncodeError as error:
        message = f"{id}: character {error.start} is half of a surrogate pair, which no text holds"
        raise _selon.Error(message) from None
    return Reading(json.loads(data.json()), data)
