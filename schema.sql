-- The newsgraph file, version 1. Readable by SQLite 3.40 and newer.
--
-- Three layers. `article` is what went in. `appearance`, `mention` and `evidence` are what one
-- article says, kept apart per article and never changed by another. `entity`, `entity_name` and
-- `relation` are what all articles say together: they are derived, and live only as long as
-- something in the second layer points to them.
--
-- Offsets are half-open and count Unicode scalar values:
-- substr(body, char_start + 1, char_end - char_start) is the quote.
-- Dates are ISO 8601 prefixes: 2023, 2023-05 or 2023-05-06.
--
-- The views are a contract: names and columns stay, more columns may follow.

CREATE TABLE article (
    id           INTEGER PRIMARY KEY,
    uri          TEXT NOT NULL UNIQUE CHECK (uri <> ''),
    published_on TEXT CHECK (published_on GLOB '[0-9][0-9][0-9][0-9]*'),
    title        TEXT,
    publisher    TEXT,
    url          TEXT,
    -- FNV-1a, 64 bits, over the article and everything in the second layer that is its own.
    content_hash INTEGER NOT NULL,
    -- Limits that were reached while reading, as a JSON array of sentences; NULL where none was.
    truncated    TEXT,
    body         TEXT NOT NULL
) STRICT;

-- The canonical entity: a node of the graph.
CREATE TABLE entity (
    id           INTEGER PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('person', 'organization', 'country', 'place', 'role', 'issue')),
    -- What makes two appearances the same entity; how it is made may change between versions.
    key          TEXT NOT NULL,
    -- The name most appearances give; of equals the longest, then the first in byte order.
    name         TEXT NOT NULL CHECK (name <> ''),
    -- ISO 3166-1 alpha-2, of countries.
    country_code TEXT CHECK (country_code IS NULL OR kind = 'country' AND country_code GLOB '[A-Z][A-Z]'),
    -- From a fixed vocabulary, of issues.
    topic        TEXT CHECK (topic IS NULL OR kind = 'issue'),
    -- In how many articles it appears.
    articles     INTEGER NOT NULL DEFAULT 0 CHECK (articles >= 0),
    UNIQUE (key, kind)
) STRICT;

-- Every name that some article gives an entity.
CREATE TABLE entity_name (
    id          INTEGER PRIMARY KEY,
    entity_id   INTEGER NOT NULL REFERENCES entity (id),
    name        TEXT NOT NULL CHECK (name <> ''),
    -- The topic that came with the name, of issues.
    topic       TEXT,
    -- The name without case, accents and punctuation, for looking it up; NULL where it is the
    -- entity's key.
    folded      TEXT,
    -- How many appearances have it as their fullest name, and how many as a further one.
    appearances INTEGER NOT NULL DEFAULT 0 CHECK (appearances >= 0),
    aliases     INTEGER NOT NULL DEFAULT 0 CHECK (aliases >= 0)
) STRICT;
CREATE INDEX entity_name_entity ON entity_name (entity_id);
CREATE INDEX entity_name_folded ON entity_name (folded) WHERE folded IS NOT NULL;

-- One article's own entity: everything the article calls by one of its names.
CREATE TABLE appearance (
    article_id INTEGER NOT NULL REFERENCES article (id),
    seq        INTEGER NOT NULL,
    -- The fullest name the article gives, and through it the canonical entity.
    name_id    INTEGER NOT NULL REFERENCES entity_name (id),
    mentions   INTEGER NOT NULL CHECK (mentions >= 0),
    -- The article's further names for it, a JSON array; NULL where there is none.
    aliases    TEXT,
    PRIMARY KEY (article_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX appearance_name ON appearance (name_id, article_id);

CREATE TABLE mention (
    article_id     INTEGER NOT NULL,
    seq            INTEGER NOT NULL,
    appearance_seq INTEGER NOT NULL,
    char_start     INTEGER NOT NULL CHECK (char_start >= 0),
    char_end       INTEGER NOT NULL CHECK (char_end > char_start),
    -- 0 by name, 1 by nationality or capital, 2 by a description, 3 by a pronoun.
    form           INTEGER NOT NULL CHECK (form BETWEEN 0 AND 3),
    PRIMARY KEY (article_id, seq),
    FOREIGN KEY (article_id, appearance_seq) REFERENCES appearance (article_id, seq)
) STRICT, WITHOUT ROWID;

-- A fact: an edge of the graph. Everything after role_id follows from its evidence. "Asserted"
-- evidence is neither negated nor hypothetical.
CREATE TABLE relation (
    id                INTEGER PRIMARY KEY,
    kind              TEXT NOT NULL CHECK (kind <> ''),
    subject_id        INTEGER NOT NULL REFERENCES entity (id),
    object_id         INTEGER NOT NULL REFERENCES entity (id),
    role_id           INTEGER REFERENCES entity (id),
    -- Articles with any evidence, and those that assert the fact.
    articles          INTEGER NOT NULL DEFAULT 0 CHECK (articles >= 0),
    asserted_articles INTEGER NOT NULL DEFAULT 0 CHECK (asserted_articles BETWEEN 0 AND articles),
    -- The highest of any evidence.
    confidence        REAL NOT NULL DEFAULT 0 CHECK (confidence BETWEEN 0 AND 1),
    -- What the latest article that asserts it says of the role, and the date of that article.
    status            TEXT CHECK (status IN ('current', 'former', 'future')),
    status_on         TEXT,
    first_cited_on    TEXT,
    last_cited_on     TEXT,
    -- The earliest beginning and the latest end that an article states.
    start_date        TEXT,
    end_date          TEXT
) STRICT;
CREATE UNIQUE INDEX relation_fact ON relation (subject_id, object_id, kind, ifnull(role_id, 0));
CREATE INDEX relation_object ON relation (object_id);
CREATE INDEX relation_role ON relation (role_id) WHERE role_id IS NOT NULL;

-- One sighting of a fact.
CREATE TABLE evidence (
    article_id        INTEGER NOT NULL,
    seq               INTEGER NOT NULL,
    relation_id       INTEGER NOT NULL REFERENCES relation (id),
    subject_seq       INTEGER NOT NULL,
    object_seq        INTEGER NOT NULL,
    role_seq          INTEGER,
    attributed_to_seq INTEGER,
    char_start        INTEGER NOT NULL CHECK (char_start >= 0),
    char_end          INTEGER NOT NULL CHECK (char_end > char_start),
    rule              TEXT NOT NULL,
    confidence        REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    -- 0 said to be so, 1 said not to be so.
    polarity          INTEGER NOT NULL CHECK (polarity BETWEEN 0 AND 1),
    -- 0 what is or was, 1 what is to come, 2 what might be.
    modality          INTEGER NOT NULL CHECK (modality BETWEEN 0 AND 2),
    status            TEXT CHECK (status IN ('current', 'former', 'future')),
    label             TEXT,
    start_date        TEXT,
    end_date          TEXT,
    PRIMARY KEY (article_id, seq),
    FOREIGN KEY (article_id, subject_seq) REFERENCES appearance (article_id, seq),
    FOREIGN KEY (article_id, object_seq) REFERENCES appearance (article_id, seq),
    FOREIGN KEY (article_id, role_seq) REFERENCES appearance (article_id, seq),
    FOREIGN KEY (article_id, attributed_to_seq) REFERENCES appearance (article_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_relation ON evidence (relation_id, article_id);

-- How often the content has changed: each commit of a batch adds one. One row, or none in a new file.
CREATE TABLE generation (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL
) STRICT;

-- The graph in binary form, kept on request so that it loads fast. It holds nothing that the tables
-- above do not say, counts only while its generation is the present one, and may be deleted.
CREATE TABLE snapshot (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    generation INTEGER NOT NULL,
    bytes      BLOB NOT NULL
) STRICT;

-- Who and what each article is about, by the article's own names.
CREATE VIEW article_entity (article_uri, kind, name, country_code, mentions) AS
SELECT a.uri, e.kind, n.name, e.country_code, p.mentions
FROM article a
JOIN appearance p ON p.article_id = a.id
JOIN entity_name n ON n.id = p.name_id
JOIN entity e ON e.id = n.entity_id;

-- Who holds which role where: one row per fact and article, from its most confident sighting.
CREATE VIEW person_role_organization (article_uri, published_on, person, role, organization,
    organization_kind, country_code, status, quote, confidence) AS
SELECT a.uri, a.published_on, person.name,
       CASE r.kind WHEN 'holds_role' THEN role.name ELSE object.name END,
       CASE r.kind WHEN 'holds_role' THEN object.name END,
       CASE r.kind WHEN 'holds_role' THEN oe.kind END,
       CASE r.kind WHEN 'holds_role' THEN oe.country_code END,
       v.status, substr(a.body, v.char_start + 1, v.char_end - v.char_start), v.confidence
FROM article a
JOIN evidence v ON v.article_id = a.id
JOIN relation r ON r.id = v.relation_id
JOIN appearance pp ON pp.article_id = v.article_id AND pp.seq = v.subject_seq
JOIN entity_name person ON person.id = pp.name_id
JOIN appearance po ON po.article_id = v.article_id AND po.seq = v.object_seq
JOIN entity_name object ON object.id = po.name_id
JOIN entity oe ON oe.id = object.entity_id
LEFT JOIN appearance pr ON pr.article_id = v.article_id AND pr.seq = v.role_seq
LEFT JOIN entity_name role ON role.id = pr.name_id
WHERE r.kind IN ('holds_role', 'has_occupation')
  AND v.polarity = 0 AND v.modality <> 2
  AND NOT EXISTS (
      SELECT 1 FROM evidence w
      WHERE w.relation_id = v.relation_id AND w.article_id = v.article_id
        AND w.polarity = 0 AND w.modality <> 2
        AND (w.confidence > v.confidence OR w.confidence = v.confidence AND w.seq < v.seq));

-- Which country is concerned with which issue: one row per fact and article.
CREATE VIEW country_issue (article_uri, published_on, country, country_code, issue, label, topic,
    quote, confidence) AS
SELECT a.uri, a.published_on, country.name, ce.country_code, ie.name,
       ifnull(v.label, issue.name), issue.topic,
       substr(a.body, v.char_start + 1, v.char_end - v.char_start), v.confidence
FROM article a
JOIN evidence v ON v.article_id = a.id
JOIN relation r ON r.id = v.relation_id
JOIN appearance pc ON pc.article_id = v.article_id AND pc.seq = v.subject_seq
JOIN entity_name country ON country.id = pc.name_id
JOIN entity ce ON ce.id = country.entity_id
JOIN appearance pi ON pi.article_id = v.article_id AND pi.seq = v.object_seq
JOIN entity_name issue ON issue.id = pi.name_id
JOIN entity ie ON ie.id = issue.entity_id
WHERE r.kind = 'concerned_with' AND v.polarity = 0
  AND NOT EXISTS (
      SELECT 1 FROM evidence w
      WHERE w.relation_id = v.relation_id AND w.article_id = v.article_id
        AND w.polarity = 0
        AND (w.confidence > v.confidence OR w.confidence = v.confidence AND w.seq < v.seq));
