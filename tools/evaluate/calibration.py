#!/usr/bin/env python3
"""How often rows of a confidence are right: usage: calibration.py SCORE.PY DB GOLD

SCORE.PY  the scorer, whose rules of what is right are used (person_forms, variants, name_key, phrase_match)
DB        a store in which the articles of GOLD have been read
GOLD      a folder with one NAME.json per article
"""
import collections
import importlib.util
import json
import os
import sqlite3
import sys


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    spec = importlib.util.spec_from_file_location("score", sys.argv[1])
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    db = sqlite3.connect(f"file:{sys.argv[2]}?mode=ro", uri=True)
    gold = {}
    for file in os.listdir(sys.argv[3]):
        if file.endswith(".json"):
            with open(os.path.join(sys.argv[3], file), encoding="utf-8") as text:
                gold[file[:-5]] = json.load(text)

    def of(uri):
        name = os.path.basename(uri)
        return gold.get(name.removesuffix(".txt"))

    tables = {"roles": collections.defaultdict(lambda: [0, 0]), "issues": collections.defaultdict(lambda: [0, 0])}

    def count(table, confidence, right):
        bin = tables[table][min(int(confidence * 10), 9) / 10]
        bin[0] += right
        bin[1] += 1

    sql = "SELECT article_uri, person, role, max(confidence) FROM person_role_organization GROUP BY 1, 2, 3"
    for uri, person, role, confidence in db.execute(sql):
        if article := of(uri):
            forms = {p["name"]: {v for f in score.person_forms(p) for v in score.variants(f)} for p in article["persons"]}
            names = score.variants(score.name_key(person))
            count("roles", confidence, any(names & forms.get(r["person"], set())
                                           and score.phrase_match(role, [r["role"], *r["accept"]])
                                           for r in article["roles"]))
    sql = "SELECT article_uri, country_code, issue, label, max(confidence) FROM country_issue GROUP BY 1, 2, 3"
    for uri, code, issue, label, confidence in db.execute(sql):
        if article := of(uri):
            count("issues", confidence, any(i["country"] == code
                                            and any(score.phrase_match(w, [i["issue"], *i["accept"]]) for w in (issue, label))
                                            for i in article["issues"]))
    for table, bins in tables.items():
        for least, (right, rows) in sorted(bins.items(), reverse=True):
            print(f"{table} from {least:.1f}: {right / rows:.2f} of {rows} right")


if __name__ == "__main__":
    main()
