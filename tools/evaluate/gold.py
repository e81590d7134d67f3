#!/usr/bin/env python3
"""Turns articles with marks into gold rows: usage: gold.py ARTICLES OUT

ARTICLES/ann/*.ann  articles with marks [[TYPE:attributes|words]], as the trainer reads them
OUT/NAME.json       persons, organizations, countries, roles and issues of an article, as score.py reads them

A role's words are one form of it, and no other is accepted; an organization is accepted under
each of its names in the article. So the figures are stricter than those of gold rows by hand.
"""
import json
import os
import re
import sys

MARK = re.compile(r"\[\[(PER|ORG|GPE|LOC|NORP|ROLE|ISSUE):([^|\[\]]*)\|([^\[\]|]+)\]\]")
HOLDING = re.compile(r'(p\d+|-),(o\d+|[A-Z]{2}|"[^"]+"|-),(current|former|future)')


def fullest(names):
    return max(sorted(set(names)), key=lambda name: (len(name.split()), len(name)))


def entity(names):
    return {"name": fullest(names), "aliases": sorted(set(names) - {fullest(names)}), "required": True}


def head(role):
    """The word that a role is about: "director" of "deputy director of research"."""
    return re.split(r"\s+(?:of|for|to|in)\s+", role.lower())[0].split()[-1]


def rows(name, text):
    marks = [(kind, to, re.sub(r"\s+", " ", words)) for kind, to, words in MARK.findall(text)]
    persons, bodies, countries, holdings, issues = {}, {}, set(), {}, {}
    for kind, to, words in marks:
        if kind == "PER":
            persons.setdefault(to, []).append(words)
        elif kind == "ORG":
            bodies.setdefault(to, []).append(words)
        elif kind in ("GPE", "NORP") and re.fullmatch("[A-Z]{2}", to):
            countries.add(to)
    for kind, to, words in marks:
        if kind == "ROLE":
            holding = HOLDING.fullmatch(to)
            if holding and holding[1] in persons:
                holdings.setdefault(holding.groups(), {}).setdefault(words.lower(), words)
        elif kind == "ISSUE":
            for code in to.split(";"):
                if re.fullmatch("[A-Z]{2}", code):
                    issues.setdefault((code, words.lower()), words)
                    countries.add(code)
    roles = []
    for (person, body, status), forms in holdings.items():
        if body == "-":
            accepted = [None]
        elif body[0] == '"':
            accepted = [body.strip('"')]
        else:
            accepted = sorted(set(bodies[body])) if body in bodies else [body, None]
        posts = {}
        for words in forms.values():
            posts.setdefault(head(words), []).append(words)
        for words in posts.values():
            roles.append({"person": fullest(persons[person]), "role": words[0], "accept": words[1:],
                          "organization": accepted, "status": status, "required": True, "quote": ""})
    return {
        "id": name,
        "persons": [entity(names) for names in persons.values()],
        "organizations": [entity(names) for names in bodies.values()],
        "countries": [{"code": code, "required": True} for code in sorted(countries)],
        "roles": roles,
        "issues": [{"country": code, "issue": words, "accept": [], "topic": "", "required": True, "quote": ""}
                   for (code, _), words in issues.items()],
    }


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, out = os.path.join(sys.argv[1], "ann"), sys.argv[2]
    os.makedirs(out, exist_ok=True)
    for file in sorted(os.listdir(source)):
        if file.endswith(".ann"):
            name = file[:-4]
            with open(os.path.join(source, file), encoding="utf-8") as text:
                gold = rows(name, text.read())
            with open(os.path.join(out, name + ".json"), "w", encoding="utf-8") as to:
                json.dump(gold, to, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
