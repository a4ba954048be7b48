"""Reads name corpora into our scheme (PER ORG GPE LOC MISC); what a corpus does not tell apart stays open in the masks."""

import csv
import functools
import io
import lzma
import re
import subprocess
from pathlib import Path

from decode import name_spans
from newsnames import read_news_names
from records import ANY, OUTSIDE, Sentence, is_held_out, name_mask
from ud import read_conllu, read_treebank

WEIGHTS = {  # times a sentence is seen in one epoch of names
    **{f"news_{lang}": 10.0 for lang in ("fr", "en", "ru", "uk", "es", "de")},
    "wikigold": 0.5,
    "re3d": 0.5,
    "germeval": 0.5,
    "europeana": 0.05,
}
EUROPEANA_PIECE = 40
"""Words a stretch of the newspaper corpus, which has no sentence breaks."""

NO_SPACE_BEFORE = re.compile(r"^([.,;:!?%)\]}»”…]|'s|’s|n't|'re|'ve|'ll|'d|'m)$", re.I)
NO_SPACE_AFTER = re.compile(r"^([(\[{«“„$£€#]|(?:[cdjlmnst]|qu)['’])$", re.I)
PHYSICAL = re.compile(
    r"\b(river|lake|sea|ocean|mount|mountains?|valley|bay|gulf|strait|island|islands|street|road|avenue|bridge|airport|"
    r"park|square|canal|desert|coast|peninsula|cape|plaza|station|stadium|rue|place|boulevard|route|quai|fluss|see|"
    r"meer|straße|platz|berg|gebirge|insel|wald|asia|europe|africa|america|middle east|west|east|north|south)\b|"
    r"(straße|platz|gebirge|see|berge|tal)$",
    re.I,
)
NATURAL = set(
    """europe europa asia asie asien africa afrique afrika america amérique amerika americas arctic arctique arktis antarctica
    atlantic atlantique atlantik pacific pacifique pazifik mediterranean méditerranée mittelmeer baltic baltique ostsee nordsee
    caribbean caraïbes karibik adriatic adriatique adria balkans balkan caucasus caucase kaukasus siberia sibérie sibirien sahel
    sahara scandinavia scandinavie skandinavien alps alpes alpen pyrenees pyrénées pyrenäen himalaya andes anden vosges
    ardennes jura danube donau rhine rhin rhein elbe oder main mosel weser themse thames seine loire rhône garonne marne meuse
    moselle nile nil amazon amazone volga wolga dniepr euphrates euphrate tigris tigre indus ganges mississippi missouri potomac
    hudson proche-orient moyen-orient maghreb levant kurdistan donbass polynesia polynésie""".split()
)
TITLES = set(
    """mr mrs ms miss dr prof professor president prime minister senator sir lord lady judge justice general gen colonel
    col captain capt lieutenant lt major sergeant king queen prince princess pope saint bishop archbishop cardinal
    secretary state foreign governor mayor chancellor representative congressman ambassador sheikh imam herr frau m mme
    mm mlle docteur général maître abbé vice deputy chief envoy special spokesman spokeswoman""".split()
)
DEMONYM = re.compile(r"^[A-Z]\w+(ese|ish|an|ian|ic|i)$|^(French|Greek|Dutch|Czech|Thai|Welsh|Swiss)s?$")


def lines(file: Path) -> list[str]:
    with lzma.open(file, "rt", encoding="utf8") as text:
        return text.read().split("\n")


def blocks(file: Path, column: int, word: int, separator: str | None = None) -> list[tuple[list[str], list[str]]]:
    """(words, labels) of each sentence of a column format; comment lines and document marks left out."""
    out, words, labels = [], [], []
    for line in [*lines(file), ""]:
        row = line.split(separator)
        if line.startswith("#") or line.startswith("-DOCSTART-"):
            continue
        if len(row) > max(column, word):
            words.append(row[word])
            labels.append(row[column])
        elif words:
            out.append((words, labels))
            words, labels = [], []
    return out


def spacing(words: list[str]) -> list[bool]:
    """Guessed spaces of text that lost them."""
    out, quote_open = [], False
    for word, following in zip(words, [*words[1:], "."]):
        space = not NO_SPACE_BEFORE.match(following) and not NO_SPACE_AFTER.match(word)
        if word in ('"', "``", "''"):
            quote_open = not quote_open
            space = space and not quote_open
        elif following in ('"', "''") and quote_open:
            space = False
        out.append(space)
    return out


def masks(size: int, spans: dict[tuple[int, int], list[str]], unknown: set[int] = frozenset(), outside: int = OUTSIDE) -> list[int]:
    """A mask a word: each span may be any of its kinds, `unknown` words anything, the others what `outside` allows."""
    out = [ANY if i in unknown else outside for i in range(size)]
    for (start, end), kinds in spans.items():
        for i in range(start, end):
            out[i] = name_mask("B" if i == start else "I", kinds)
    return out


@functools.cache
def political_places() -> frozenset[str]:
    """Names of states, first-level regions and towns of 10,000 people or more."""
    shared = Path(__file__).resolve().parent / "../../shared/gazetteer"
    unpacked = subprocess.run(["zstdcat", shared / "places.tsv.zst"], capture_output=True, check=True)
    out = set()
    for row in csv.DictReader(io.StringIO(unpacked.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE):
        if int(row["population"] or 0) >= 10_000:
            out.update([row["name"], *row["alt"].split("|")])
    with (shared / "admin1.tsv").open(encoding="utf8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            out.update(v for k, v in row.items() if k.startswith("name_") and v)
    with (shared / "demonyms.tsv").open(encoding="utf8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            out.update([row["name_en"], row["seat_en"], *row["seat_other"].split("|")])
    return frozenset(x.lower() for x in out if len(x) > 2)


def place_kinds(words: list[str]) -> list[str]:
    name = " ".join(words).removeprefix("the ").removeprefix("The ")
    if name.lower() in NATURAL:
        return ["LOC"]
    if name.lower() in political_places():
        return ["GPE"]
    return ["LOC"] if PHYSICAL.search(name) else ["GPE", "LOC"]


def without_title(words: list[str], start: int, end: int) -> int:
    while start < end - 1 and words[start].strip(".").lower() in TITLES:
        start += 1
    return start


def wikigold(file: Path) -> list[Sentence]:
    out = []
    for words, labels in blocks(file, 1, 0):
        spans = {}
        for start, end, kind in name_spans(labels):
            if kind == "MISC" and all(DEMONYM.match(w) for w in words[start:end]):
                spans[start, end] = ["O"]
            else:
                spans[start, end] = place_kinds(words[start:end]) if kind == "LOC" else [kind]
        out.append(Sentence("wikigold", str(len(out)), words, spacing(words), names=masks(len(words), spans)))
    return out


def re3d(file: Path) -> list[Sentence]:
    """Its spans are noun phrases: determiners, titles and adjectives are cut off; phrases without a name stay open."""
    out = []
    for words, labels in blocks(file, 1, 0):
        spans, unknown = {}, set()
        for start, end, kind in name_spans([label.replace("-Nationality", "-X") for label in labels]):
            kinds = {"Person": ["PER"], "Organisation": ["ORG"]}.get(kind)
            if kind in ("Location", "Organisation") and " ".join(words[start:end]).lower() in political_places():
                kinds = ["GPE"]
            first = start
            while first < end and (not words[first][:1].isupper() or words[first].lower() in ("the", "a", "an")):
                first += 1
            if kind == "Person":
                while first < end - 1 and (DEMONYM.match(words[first]) and words[first + 1].lower() in TITLES):
                    first += 1
                first = without_title(words, first, end)
            elif kind == "Location":
                kinds = kinds or place_kinds(words[first:end])
            capitals = [w for w in words[first:end] if w[:1].isupper()]
            if kind in ("Weapon", "MilitaryPlatform", "DocumentReference"):
                unknown.update(range(start, end))
            elif kinds and len(capitals) * 2 > end - first and not words[end - 1].islower() and len(words[first]) > 1:
                spans[first, end] = kinds
            elif kinds:
                unknown.update(range(start, end))
        out.append(Sentence("re3d", str(len(out)), words, spacing(words), names=masks(len(words), spans, unknown)))
    return out


def germeval(file: Path) -> list[Sentence]:
    out = []
    for words, labels in blocks(file, 2, 1, "\t"):
        spans, unknown = {}, set()
        for start, end, kind in name_spans(labels):
            if kind.endswith("part"):
                unknown.update(range(start, end))
            elif kind.endswith("deriv"):
                spans[start, end] = ["O"]
            elif kind == "LOC":
                spans[start, end] = place_kinds(words[start:end])
            else:
                spans[start, end] = ["MISC" if kind == "OTH" else kind]
        out.append(Sentence("germeval", str(len(out)), words, spacing(words), names=masks(len(words), spans, unknown)))
    return out


def europeana(file: Path) -> list[Sentence]:
    """OCR of old newspapers without MISC; only stretches with names are kept."""
    rows = [line.split() for line in lines(file)]
    rows = [row for row in rows if len(row) == 2]
    out = []
    for at in range(0, len(rows), EUROPEANA_PIECE):
        words, labels = zip(*rows[at : at + EUROPEANA_PIECE])
        spans = {}
        for start, end, kind in name_spans(list(labels)):
            first = without_title(words, start, end) if kind == "PER" else start
            spans[first, end] = place_kinds(words[first:end]) if kind == "LOC" else [kind]
        if spans:
            outside = name_mask("B", ["O", "MISC"]) | name_mask("I", ["MISC"])
            names = masks(len(words), spans, outside=outside)
            out.append(Sentence("europeana", str(at), list(words), spacing(list(words)), names=names))
    return out


OPEN_AROUND = 3
"""Words on each side of a name that FrSemCor does not tell: they may belong to it (`ministère de la`, `enchaîné`)."""


def frsemcor_names(file: Path) -> dict[str, dict[str, int]]:
    """sent_id: form: mask of its proper nouns: persons, and those institutions that are known places; places and
    organisations are both `Institution` there, so the others stay open, and so does a form with two readings."""
    out: dict[str, dict[str, int]] = {}
    forms: dict[str, int] = {}
    groups: dict[str, str] = {}
    previous = ("", False)
    for line in lines(file):
        row = line.split("\t")
        if line.startswith("# sent_id"):
            forms, groups, previous = out.setdefault(line.split("=", 1)[1].strip(), {}), {}, ("", False)
        elif len(row) >= 6:
            form, is_proper = row[1], row[3] == "NPP"
            number, _, sense = row[5].partition(":") if row[5][:1].isdigit() else ("", "", row[5])
            sense = groups.setdefault(number, sense) if number else sense
            if is_proper:
                bio = "I" if previous[1] and number == previous[0] else "B"
                mask = ANY
                if sense == "Person":
                    mask = name_mask(bio, ["PER"])
                elif sense == "Institution" and not number:
                    kinds = place_kinds([form])
                    mask = name_mask("B", kinds) if len(kinds) == 1 else ANY
                forms[form] = mask if forms.get(form, mask) == mask else ANY
            previous = (number, is_proper)
    return out


def add_frsemcor(sentences: list[Sentence], file: Path):
    """Gives treebank sentences the names of FrSemCor; words without a capital are outside if no open name is near."""
    known = frsemcor_names(file)
    for s in sentences:
        if s.id not in known:
            continue
        forms = known[s.id]
        masks = []
        for i, (form, upos) in enumerate(zip(s.forms, s.upos)):
            unsure = upos == "PROPN" or (form[:1].isupper() and i)
            masks.append(forms.get(form, ANY if unsure else OUTSIDE))
        open_words = [i for i, mask in enumerate(masks) if mask == ANY]
        s.names = [
            ANY if mask == OUTSIDE and any(abs(i - k) <= OPEN_AROUND for k in open_words) else mask
            for i, mask in enumerate(masks)
        ]


GUM_KINDS = {"person": ["PER"], "organization": ["ORG"], "event": ["MISC"], "time": ["O"], "place": [], "abstract": ["MISC", "O"]}


def gum_mentions(words: list[list[str]]) -> list[tuple[int, int, str, list[int]]]:
    """(first word, word after the last, entity type, head words) of the mentions within one sentence."""
    out, unclosed = [], []
    for i, row in enumerate(words):
        entity = next((x[7:] for x in row[9].split("|") if x.startswith("Entity=")), "")
        for mark in re.findall(r"\([^()]+\)?|[^()]+\)", entity):
            if mark[0] == "(":
                parts = mark.strip("()").split("-")
                if len(parts) > 5:
                    unclosed.append((parts[0].split("[")[0], i, parts[1], parts[5]))
            if mark[-1] == ")":
                group = mark.strip("()").split("-")[0].split("[")[0]
                for k in reversed(range(len(unclosed))):
                    if unclosed[k][0] == group:
                        _, start, kind, heads = unclosed.pop(k)
                        inside = [start + int(h) - 1 for h in heads.split(",") if h.isdigit()]
                        out.append((start, i + 1, kind, [h for h in inside if h <= i]))
                        break
    return out


def gum_names(words: list[list[str]]) -> list[int]:
    """The proper-noun core of each mention whose head is a proper noun; other proper nouns stay open."""
    forms, proper = [row[1] for row in words], [row[3] == "PROPN" for row in words]
    found: dict[tuple[int, int], list[str]] = {}
    for start, end, kind, heads in gum_mentions(words):
        heads = [h for h in heads if proper[h]]
        if kind not in GUM_KINDS or not heads:
            continue
        first, last = min(heads), max(heads)
        while first > start and proper[first - 1]:
            first -= 1
        while last + 1 < end and (
            proper[last + 1] or (kind == "organization" and forms[last + 1] in ("of", "for") and last + 2 < end and proper[last + 2])
        ):
            last += 1
        if kind == "person":
            first = without_title(forms, first, last + 1)
        found[first, last + 1] = GUM_KINDS[kind] or place_kinds(forms[first : last + 1])
    spans: dict[tuple[int, int], list[str]] = {}
    for (start, end), kinds in sorted(found.items(), key=lambda x: x[0][0] - x[0][1]):
        if not any(start < e and s < end for s, e in spans):
            spans[start, end] = kinds
    return masks(len(words), spans, {i for i, p in enumerate(proper) if p})


def add_gum(sentences: list[Sentence], file: Path):
    known = {sent_id: gum_names(words) for sent_id, words, _ in read_conllu(file)}
    for s in sentences:
        if len(known[s.id]) == len(s.forms):
            s.names = known[s.id]


def add_to_treebanks(sets: dict[str, list[Sentence]], shared: Path):
    """Names for the treebank sentences that have some."""
    add_frsemcor(sets["fr_sequoia"], shared / "ner/free/frsemcor_sequoia_train.tsv.xz")
    add_gum(sets["en_gum"], shared / "treebanks/free/en_gum-ud-train.permissive.conllu.xz")


def training_sets(shared: Path) -> dict[str, list[Sentence]]:
    free = shared / "ner/free"
    out = {
        "wikigold": wikigold(free / "wikigold_en.conll.xz"),
        "re3d": re3d(free / "re3d_train.nobbc.conll.xz"),
        "germeval": germeval(free / "germeval14_de_dev.tsv.xz"),
        "europeana": europeana(free / "europeana_fr_bnf.bio.xz"),
    }
    for lang, sentences in read_news_names().items():
        out[f"news_{lang}"] = [s for s in sentences if not is_held_out(s.text())]
    return {k: [s for s in v if 1 < len(s.forms) < 110] for k, v in out.items()}


def gold_sentences(source: str, rows: list[tuple[list[str], list[str]]]) -> tuple[list[Sentence], list[set]]:
    sentences = [Sentence(source, str(i), words, spacing(words)) for i, (words, _) in enumerate(rows)]
    return sentences, [name_spans(labels) for _, labels in rows]


def check_sets(shared: Path) -> dict[str, tuple[list[Sentence], list[set], dict[str, str]]]:
    """name: (sentences, gold spans, our kinds in the gold's words) of what is never trained on."""
    ours = {k: k for k in ("PER", "ORG", "GPE", "LOC", "MISC")}
    out = {}
    for lang, sentences in read_news_names().items():
        tenth = [s for s in sentences if is_held_out(s.text())]
        if tenth:
            out[f"news_{lang}_tenth"] = (tenth, [name_spans(s.bio()) for s in tenth], ours)
    rows = blocks(shared / "ner/free/uner_en_ewt_dev.iob2.xz", 2, 1, "\t")
    sentences, gold = gold_sentences("uner", rows)
    by_text = {tuple(s.forms): s for s in read_treebank(shared / "treebanks/free/en_ewt-ud-dev.conllu.xz", "en_ewt_dev")}
    sentences = [by_text.get(tuple(s.forms), s) for s in sentences]
    sentences = [Sentence("uner", s.id, s.forms, s.space_after) for s in sentences]
    out["uner_en_dev"] = (sentences, gold, {"PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC"})
    rows = blocks(shared / "ner/nc/wikineural_fr_val.conllu.xz", 2, 1, "\t")[:1000]
    out["wikineural_fr_val"] = (*gold_sentences("wikineural", rows), ours | {"GPE": "LOC"})
    return out
