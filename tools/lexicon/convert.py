#!/usr/bin/env python3
"""Converts raw public data into lexicon files.

Usage: convert.py RAW_FOLDER OUTPUT_FOLDER

Writes word_classes.tsv, given_names.tsv, surnames.tsv and cities.tsv; every other lexicon file is
kept by hand. RAW_FOLDER holds
  word-classes-64.tsv, word-classes-320.tsv   class, word, count (see word_classes.tsv)
  common-forenames-by-country.csv, common-surnames-by-country.csv   popular-names-by-country (CC0)
  world-cities.csv, country-codes.csv         datasets/world-cities (CC BY 4.0), country-codes (PDDL)
"""
import csv
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

raw, out = Path(sys.argv[1]), Path(sys.argv[2])
FAMILY_FIRST = {"CN", "TW", "HK", "KR", "KP", "VN"}
# English words too rare in the word-class file that are cities as well.
WORDS = set("""archway ascot barking bath basildon bench bend best bishop bonny boot bray bude bury buxton
cannon cannock cash chatham cheddar chard clay cobham cork crook crows darling deal dell derry dice doha dover eagle
eden ely enfield epsom ham harlow hatch hook hove hull hyde ilk imperial justice lancaster lark leek lewes
looe mayo mold much nelson olive olives orange park penny plum poole pudding rayleigh reading redhill rip
roman rye sale salvador sandbach sandy ship sidney skip slough split stock stone street tart tring tulip uniontown
wells weston wick wells windsor wing winter worthing yate yuma zion mobile nice march march split tours essen
male hit kissing lever marsh batman man salt sour same moron orange bergen hilton harvard marina liberty
victory phoenix independence pearl monument temple corona anna elvis bello bala bato adam alamo alto bar bari bor
bra brig bur busan buy cam chase como cone daring devil doma ede elk fes fort gap garland hanger hurst
import jena kind lens liege lord lure manage mirandela nancy novi ocean ode ore osh pau pop por pula rama
rust sari sens shed sion sur tema tire toll troy true una van verdun viper vitoria wax zug""".split())


def fold(text):
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c)).lower()


def classes(name):
    table = {}
    for line in (raw / name).read_text(encoding="utf-8").splitlines():
        number, word, count = line.split("\t")
        table[word] = (int(number) + 1, int(count))
    return table


def write(name, header, lines):
    text = "".join(f"# {line}\n" for line in header) + "".join(f"{line}\n" for line in lines)
    (out / name).write_text(text, encoding="utf-8")


few, many = classes("word-classes-64.tsv"), classes("word-classes-320.tsv")
words = sorted((w for w in few if w in many and any(c.isalpha() for c in w) and not w.startswith("#")),
               key=lambda w: (-few[w][1], w))
write("word_classes.tsv", [
    "Words with their class among 64 and among 320, the most frequent first, letter case as written.",
    "Induced by exchange clustering from UN General Assembly speeches (CC0), public-domain radio news",
    "and Wikinews (CC BY 2.5); made for this project, CC0.",
    "word\tclass among 64\tclass among 320",
], [f"{w}\t{few[w][0]}\t{many[w][0]}" for w in words])
common = {w for w in few if w.islower()}


def rows(name):
    return csv.DictReader((raw / name).open(encoding="utf-8-sig"))


def latin(name):
    return name and all(c.isalpha() and "LATIN" in unicodedata.name(c, "") or c in " '-" for c in name)


genders = defaultdict(set)
for row in rows("common-forenames-by-country.csv"):
    name = row["Romanized Name"].strip()
    if latin(name) and len(name) > 1:
        genders[name.title() if name.isupper() else name].add(row["Gender"])
groups = defaultdict(list)
for name in sorted(genders):
    groups["m" if genders[name] == {"M"} else "f" if genders[name] == {"F"} else ""].append(name)
credit = "Source: sigpwned/popular-names-by-country-dataset (CC0)."
write("given_names.tsv", ["Common given names of many countries, romanised.", credit,
                          "names\tgender (m, f; empty for both)"],
      [f"{';'.join(names)}\t{gender}".rstrip() for gender, names in sorted(groups.items())])

surnames = defaultdict(set)
for row in rows("common-surnames-by-country.csv"):
    name = row["Romanized Name"].strip()
    if latin(name) and len(name) > 1:
        surnames[name.title() if name.isupper() else name].add(row["Country"])
# Not a sign of the order: English, Japanese or Spanish words and names among them.
NOT_FIRST = {"Young", "Long", "Park", "Song", "Toy", "Son", "No", "Oh", "In", "An", "Na", "Ha", "So", "To", "Do",
             "Sun", "Rim", "Sin", "Pie", "Moon", "Gong", "Ok", "Him", "May"} - {"Park", "Song", "Moon", "Sun"}
first = sorted(n for n, where in surnames.items() if where & FAMILY_FIRST and n not in NOT_FIRST)
write("surnames.tsv", ["Common surnames of many countries, romanised.", credit,
                       "names\torder (first: the surname stands before the given name)"],
      [";".join(sorted(set(surnames) - set(first))), f"{';'.join(first)}\tfirst"])

codes = {}
for row in rows("country-codes.csv"):
    for key in ("CLDR display name", "official_name_en", "UNTERM English Short"):
        codes.setdefault(fold(row[key]), row["ISO3166-1-Alpha-2"])
codes.update({"kosovo": "XK", "united states": "US", "ivory coast": "CI", "south korea": "KR",
              "north korea": "KP", "russia": "RU", "iran": "IR", "syria": "SY", "vietnam": "VN",
              "czechia": "CZ", "taiwan": "TW", "venezuela": "VE", "bolivia": "BO", "moldova": "MD",
              "tanzania": "TZ", "brunei": "BN", "laos": "LA", "myanmar": "MM", "palestine": "PS",
              "palestinian territory": "PS", "hong kong": "HK", "macao": "MO", "macau": "MO",
              "democratic republic of the congo": "CD", "republic of the congo": "CG",
              "bolivia, plurinational state of": "BO", "congo, the democratic republic of the": "CD",
              "cote d'ivoire": "CI", "falkland islands (malvinas)": "FK",
              "iran, islamic republic of": "IR", "korea, republic of": "KR",
              "korea, democratic people's republic of": "KP", "palestine, state of": "PS",
              "micronesia, federated states of": "FM", "moldova, republic of": "MD",
              "no country found for alpha-2 code: xk": "XK", "taiwan, province of china": "TW",
              "tanzania, united republic of": "TZ", "venezuela, bolivarian republic of": "VE",
              "virgin islands, british": "VG", "virgin islands, u.s.": "VI", "turkey": "TR", "united kingdom": "GB", "cabo verde": "CV", "eswatini": "SZ"})
names = {fold(n) for n in list(genders) + list(surnames)}
by_country, count, missing = defaultdict(list), defaultdict(int), set()
cities = list(rows("world-cities.csv"))
for row in cities:
    count[fold(row["name"])] += 1
seen = set()
for row in cities:
    name, code = row["name"].strip(), codes.get(fold(row["country"]))
    if not code:
        missing.add(row["country"])
        continue
    key = fold(name)
    # A name that is a word, a personal name or several places says too little.
    if len(key) < 4 or key in seen or key in common or key in WORDS or key in names or count[key] > 1:
        continue
    if not latin(name) or len(name) > 24 or not name[0].isupper():
        continue
    if any(part in common for part in key.split()) and code in {"US", "GB", "AU", "CA", "NZ", "IE"}:
        continue
    seen.add(key)
    by_country[code].append("".join(
        c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)))
write("cities.tsv", [
    "Cities of 15,000 inhabitants and more whose names are no common words, personal names or names of",
    "several cities; without accents.",
    "Source: datasets/world-cities, from GeoNames (CC BY 4.0).",
    "country\tcities",
], [f"{code}\t{';'.join(sorted(found))}" for code, found in sorted(by_country.items())])
print("no code for", sorted(missing), file=sys.stderr)
print(sum(map(len, by_country.values())), "cities", file=sys.stderr)
