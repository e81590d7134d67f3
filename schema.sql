-- The newsgraph file, version 1. Readable by SQLite 3.40 and newer.
--
-- Three layers. `article` is what went in. `appearance` and `evidence` are what one
-- article says, kept apart per article and never changed by another. `entity`, `entity_name` and
-- `relation` are what all articles say together: they are derived, and live only as long as
-- something in the second layer points to them.
--
-- Offsets are half-open and count Unicode scalar values:
-- substr(body, char_start + 1, char_end - char_start) is the quote.
-- Dates are ISO 8601 prefixes: 2023, 2023-05 or 2023-05-06.
--
-- The views are a contract: names and columns stay, more columns may follow.

-- What has read articles: the library with its version, or what a program calls itself.
CREATE TABLE extractor (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

CREATE TABLE article (
    id           INTEGER PRIMARY KEY,
    uri          TEXT NOT NULL UNIQUE CHECK (uri <> ''),
    published_on TEXT CHECK (published_on GLOB '[0-9][0-9][0-9][0-9]*'),
    title        TEXT,
    publisher    TEXT,
    url          TEXT,
    -- A hash of 64 bits over the article and everything in the second layer that is its own.
    content_hash INTEGER NOT NULL,
    -- Limits that were reached while reading, as a JSON array of sentences; NULL where none was.
    truncated    TEXT,
    -- What read it, where that was told.
    extractor_id INTEGER REFERENCES extractor (id),
    body         TEXT NOT NULL
) STRICT;

-- The canonical entity: a node of the graph. It is what its names make it.
CREATE TABLE entity (
    id           INTEGER PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('person', 'organization', 'country', 'place', 'role', 'issue')),
    -- The name most appearances give; of equals the longest, then the first in byte order.
    name         TEXT NOT NULL CHECK (name <> ''),
    -- ISO 3166-1 alpha-2, of countries.
    country_code TEXT CHECK (country_code IS NULL OR kind = 'country' AND country_code GLOB '[A-Z][A-Z]'),
    -- From a fixed vocabulary, of issues.
    topic        TEXT CHECK (topic IS NULL OR kind = 'issue'),
    -- In how many articles it appears.
    articles     INTEGER NOT NULL DEFAULT 0 CHECK (articles >= 0)
) STRICT;
CREATE INDEX entity_country ON entity (country_code) WHERE country_code IS NOT NULL;

-- A name with what some article says beside it: all that identity across articles is decided by.
-- Articles that say the same share one row, and rows that are one entity's are decided to be so.
CREATE TABLE entity_name (
    id          INTEGER PRIMARY KEY,
    entity_id   INTEGER NOT NULL REFERENCES entity (id),
    -- A number that all names which could mean one entity share; how it is made may change.
    block       INTEGER NOT NULL,
    -- The fullest name the article gives.
    name        TEXT NOT NULL CHECK (name <> ''),
    -- The article's further names, a JSON array; NULL where there is none.
    aliases     TEXT,
    -- The topic that came with the name, of issues.
    topic       TEXT,
    -- What is said beside it, parted by semicolons, a letter before each: r role, o organization or place of
    -- the role, a its acronym, c stated country, l country the article speaks of most, w others named,
    -- d decade.
    facets      TEXT,
    -- The article, where a user has stated something of this very appearance.
    pin         TEXT,
    appearances INTEGER NOT NULL DEFAULT 0 CHECK (appearances >= 0)
) STRICT;
CREATE INDEX entity_name_entity ON entity_name (entity_id);
CREATE INDEX entity_name_block ON entity_name (block);

-- The blocks of the further names, for finding an entity by one.
CREATE TABLE entity_alias (
    block   INTEGER NOT NULL,
    name_id INTEGER NOT NULL REFERENCES entity_name (id),
    PRIMARY KEY (block, name_id)
) STRICT, WITHOUT ROWID;

-- What users have stated of two articles' entities. It names them by uri and fullest name, holds
-- whether or not the articles are here, and wins over what the library decides. Left before right.
CREATE TABLE judgement (
    kind       TEXT NOT NULL CHECK (kind IN ('person', 'organization', 'place')),
    left_uri   TEXT NOT NULL CHECK (left_uri <> ''),
    left_name  TEXT NOT NULL CHECK (left_name <> ''),
    right_uri  TEXT NOT NULL CHECK (right_uri <> ''),
    right_name TEXT NOT NULL CHECK (right_name <> ''),
    verdict    TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'unsure')),
    decided_by TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    PRIMARY KEY (kind, left_uri, left_name, right_uri, right_name)
) STRICT, WITHOUT ROWID;

-- What the library has decided of two names: those that tie an entity together, and those that were
-- kept apart though something spoke for one. The view entity_judgement shows both tables in words.
CREATE TABLE decision (
    left_id  INTEGER NOT NULL,
    right_id INTEGER NOT NULL,
    -- 0 same, 1 different, 2 unsure.
    verdict  INTEGER NOT NULL CHECK (verdict BETWEEN 0 AND 2),
    -- 70 of 100 are needed for one.
    score    INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
    -- A set of bits; the view has their words.
    signals  INTEGER NOT NULL,
    PRIMARY KEY (left_id, right_id)
) STRICT, WITHOUT ROWID;

-- One article's own entity: everything the article calls by one of its names. Rows go by one number,
-- 1048576 times the article's plus their place in the article: those of article 7 are
-- id BETWEEN 7 << 20 AND 7 << 20 | 1048575.
CREATE TABLE appearance (
    id         INTEGER PRIMARY KEY,
    -- The fullest name the article gives, and through it the canonical entity.
    name_id    INTEGER NOT NULL REFERENCES entity_name (id),
    -- Where the article mentions it; the view mention takes it apart. One mention is one number: 256 times
    -- char_start, plus 4 times the length, plus the form; of 64 characters and more it is minus 65536 times
    -- char_start, minus 4 times the length, minus the form. Several are a list with commas, NULL is none.
    spans      ANY,
    article_id INTEGER AS (id >> 20) VIRTUAL REFERENCES article (id),
    seq        INTEGER AS (id & 1048575) VIRTUAL
) STRICT;

-- Each mention. form: 0 by name, 1 by nationality or capital, 2 by a description, 3 by a pronoun.
CREATE VIEW mention (article_id, appearance_seq, char_start, char_end, form, appearance_id) AS
SELECT p.article_id, p.seq,
       CASE WHEN m.value < 0 THEN -m.value >> 16 ELSE m.value >> 8 END,
       CASE WHEN m.value < 0 THEN (-m.value >> 16) + (-m.value >> 2 & 16383)
            ELSE (m.value >> 8) + (m.value >> 2 & 63) END,
       abs(m.value) & 3, p.id
FROM appearance p
JOIN json_each('[' || p.spans || ']') m;

-- The articles that give a name, by 256 of their numbers: part is the number shifted by 8 bits, articles the
-- lower bits; one is a number, several are a list with commas, ten and more are 256 bits, the first one the
-- highest of the first byte. An index of appearance by name takes twice the space, and writing it longer than
-- the rows themselves.
CREATE TABLE name_articles (
    name_id  INTEGER NOT NULL REFERENCES entity_name (id),
    part     INTEGER NOT NULL,
    articles ANY NOT NULL,
    PRIMARY KEY (name_id, part)
) STRICT, WITHOUT ROWID;

-- The same, one row for each article of a name.
CREATE VIEW name_article (name_id, article_id) AS
SELECT l.name_id, l.part << 8 | j.value
FROM name_articles l
JOIN json_each(CASE typeof(l.articles) WHEN 'blob' THEN (
    WITH RECURSIVE bit (place) AS (VALUES (0) UNION ALL SELECT place + 1 FROM bit WHERE place < 255)
    SELECT json_group_array(place) FROM bit
    WHERE instr('0123456789ABCDEF', substr(hex(l.articles), place / 4 + 1, 1)) - 1 >> 3 - place % 4 & 1
) ELSE '[' || l.articles || ']' END) j;

-- A fact: an edge of the graph. Everything after role_id follows from its evidence. "Asserted"
-- evidence is neither negated nor hypothetical. What has few values is kept as a number, beside a column
-- that has it in words.
CREATE TABLE relation (
    id                INTEGER PRIMARY KEY,
    -- 1 holds_role, 2 has_occupation, 3 concerned_with; another kind is its own name.
    kind_code         ANY NOT NULL CHECK (kind_code <> ''),
    subject_id        INTEGER NOT NULL REFERENCES entity (id),
    object_id         INTEGER NOT NULL REFERENCES entity (id),
    role_id           INTEGER REFERENCES entity (id),
    -- Articles with any evidence, and those that assert the fact.
    articles          INTEGER NOT NULL DEFAULT 0 CHECK (articles >= 0),
    asserted_articles INTEGER NOT NULL DEFAULT 0 CHECK (asserted_articles BETWEEN 0 AND articles),
    -- The highest of any evidence, in ten-thousandths.
    certainty         INTEGER NOT NULL DEFAULT 0 CHECK (certainty BETWEEN 0 AND 10000),
    -- What the latest article that asserts it says of the role: 1 current, 2 former, 3 future.
    status_code       INTEGER CHECK (status_code BETWEEN 1 AND 3),
    -- The date of that article, where it is not last_cited_on; '' where it has none and others have one.
    status_said_on    TEXT,
    first_cited_on    TEXT,
    last_cited_on     TEXT,
    -- The earliest beginning and the latest end that an article states.
    start_date        TEXT,
    end_date          TEXT,
    kind       TEXT AS (CASE kind_code WHEN 1 THEN 'holds_role' WHEN 2 THEN 'has_occupation'
                   WHEN 3 THEN 'concerned_with' ELSE kind_code END) VIRTUAL,
    confidence REAL AS (certainty / 10000.0) VIRTUAL,
    status     TEXT AS (CASE status_code WHEN 1 THEN 'current' WHEN 2 THEN 'former' WHEN 3 THEN 'future' END) VIRTUAL,
    status_on  TEXT AS (CASE WHEN status_code IS NOT NULL
                   THEN nullif(ifnull(status_said_on, last_cited_on), '') END) VIRTUAL
) STRICT;
CREATE UNIQUE INDEX relation_fact ON relation (subject_id, object_id, kind_code, ifnull(role_id, 0));
-- With the subject, so that a step along relations reads indexes alone, in both directions.
CREATE INDEX relation_object ON relation (object_id, subject_id);
CREATE INDEX relation_role ON relation (role_id) WHERE role_id IS NOT NULL;

-- The names of the rules that read evidence.
CREATE TABLE rule (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

-- One sighting of a fact. Numbered as the rows of appearance are; the columns in _seq are places among the
-- article's rows there.
CREATE TABLE evidence (
    id                INTEGER PRIMARY KEY,
    relation_id       INTEGER NOT NULL REFERENCES relation (id),
    subject_seq       INTEGER NOT NULL,
    object_seq        INTEGER NOT NULL,
    role_seq          INTEGER,
    attributed_to_seq INTEGER,
    char_start        INTEGER NOT NULL CHECK (char_start >= 0),
    char_length       INTEGER NOT NULL CHECK (char_length > 0),
    -- rule_id, confidence and stance in one number.
    reading           INTEGER NOT NULL CHECK (reading >= 0 AND (reading >> 5 & 16383) <= 10000),
    label             TEXT,
    start_date        TEXT,
    end_date          TEXT,
    rule_id    INTEGER AS (reading >> 19) VIRTUAL REFERENCES rule (id),
    -- In ten-thousandths: 9000 is 0.9.
    confidence INTEGER AS (reading >> 5 & 16383) VIRTUAL,
    -- 1 where it is said not to be so; plus 0 for what is or was, 2 for what is to come, 4 for what might be;
    -- plus, of a role as of the article, 8 for current, 16 for former, 24 for future.
    stance     INTEGER AS (reading & 31) VIRTUAL,
    article_id        INTEGER AS (id >> 20) VIRTUAL REFERENCES article (id),
    seq               INTEGER AS (id & 1048575) VIRTUAL,
    char_end          INTEGER AS (char_start + char_length) VIRTUAL
) STRICT;
CREATE INDEX evidence_relation ON evidence (relation_id);

-- How often the content has changed: each commit of a batch adds one. One row, or none in a new file.
CREATE TABLE generation (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    number       INTEGER NOT NULL,
    -- Who made the decisions last, and on which day.
    written_by   TEXT NOT NULL,
    written_on   TEXT NOT NULL
) STRICT;

-- The graph in binary form, kept on request so that it loads fast. It holds nothing that the tables
-- above do not say, counts only while its generation is the present one, and may be deleted.
CREATE TABLE snapshot (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    generation INTEGER NOT NULL,
    bytes      BLOB NOT NULL
) STRICT;

-- The views read article by article; CROSS JOIN keeps that order, whatever old statistics say.

-- Who and what each article is about, by the article's own names.
CREATE VIEW article_entity (article_uri, kind, name, country_code, mentions) AS
SELECT a.uri, e.kind, n.name, e.country_code,
       CASE typeof(p.spans) WHEN 'text' THEN 1 + length(p.spans) - length(replace(p.spans, ',', ''))
           ELSE p.spans IS NOT NULL END
FROM article a
CROSS JOIN appearance p ON p.id BETWEEN a.id << 20 AND a.id << 20 | 1048575
CROSS JOIN entity_name n ON n.id = p.name_id
CROSS JOIN entity e ON e.id = n.entity_id;

-- Who holds which role where: one row per fact and article, from its most confident sighting.
CREATE VIEW person_role_organization (article_uri, published_on, person, role, organization,
    organization_kind, country_code, status, quote, confidence) AS
SELECT a.uri, a.published_on, person.name,
       CASE r.kind WHEN 'holds_role' THEN role.name ELSE object.name END,
       CASE r.kind WHEN 'holds_role' THEN object.name END,
       CASE r.kind WHEN 'holds_role' THEN oe.kind END,
       CASE r.kind WHEN 'holds_role' THEN oe.country_code END,
       CASE v.stance >> 3 WHEN 1 THEN 'current' WHEN 2 THEN 'former' WHEN 3 THEN 'future' END,
       substr(a.body, v.char_start + 1, v.char_length), v.confidence / 10000.0
FROM article a
CROSS JOIN evidence v ON v.id BETWEEN a.id << 20 AND a.id << 20 | 1048575
CROSS JOIN relation r ON r.id = v.relation_id
CROSS JOIN appearance pp ON pp.id = v.id >> 20 << 20 | v.subject_seq
CROSS JOIN entity_name person ON person.id = pp.name_id
CROSS JOIN appearance po ON po.id = v.id >> 20 << 20 | v.object_seq
CROSS JOIN entity_name object ON object.id = po.name_id
CROSS JOIN entity oe ON oe.id = object.entity_id
LEFT JOIN appearance pr ON pr.id = v.id >> 20 << 20 | v.role_seq
LEFT JOIN entity_name role ON role.id = pr.name_id
WHERE r.kind IN ('holds_role', 'has_occupation')
  AND v.stance & 5 = 0
  AND NOT EXISTS (
      SELECT 1 FROM evidence w
      WHERE w.relation_id = v.relation_id AND w.id BETWEEN v.id >> 20 << 20 AND v.id | 1048575
        AND w.stance & 5 = 0
        AND (w.confidence > v.confidence OR w.confidence = v.confidence AND w.id < v.id));

-- Which country is concerned with which issue: one row per fact and article.
CREATE VIEW country_issue (article_uri, published_on, country, country_code, issue, label, topic,
    quote, confidence) AS
SELECT a.uri, a.published_on, country.name, ce.country_code, ie.name,
       ifnull(v.label, issue.name), issue.topic,
       substr(a.body, v.char_start + 1, v.char_length), v.confidence / 10000.0
FROM article a
CROSS JOIN evidence v ON v.id BETWEEN a.id << 20 AND a.id << 20 | 1048575
CROSS JOIN relation r ON r.id = v.relation_id
CROSS JOIN appearance pc ON pc.id = v.id >> 20 << 20 | v.subject_seq
CROSS JOIN entity_name country ON country.id = pc.name_id
CROSS JOIN entity ce ON ce.id = country.entity_id
CROSS JOIN appearance pi ON pi.id = v.id >> 20 << 20 | v.object_seq
CROSS JOIN entity_name issue ON issue.id = pi.name_id
CROSS JOIN entity ie ON ie.id = issue.entity_id
WHERE r.kind = 'concerned_with' AND v.stance & 1 = 0
  AND NOT EXISTS (
      SELECT 1 FROM evidence w
      WHERE w.relation_id = v.relation_id AND w.id BETWEEN v.id >> 20 << 20 AND v.id | 1048575
        AND w.stance & 1 = 0
        AND (w.confidence > v.confidence OR w.confidence = v.confidence AND w.id < v.id));

-- Which two are one, which are two, which cannot be told: the decisions of the library (with points and
-- signals in words) and of users. The library's stand for all articles that say the same of the name;
-- the first of them by uri is shown.
CREATE VIEW entity_judgement (kind, left_uri, left_name, right_uri, right_name, verdict, score, signals,
    decided_by, decided_on) AS
SELECT e.kind,
       (SELECT min(a.uri) FROM name_article x CROSS JOIN article a ON a.id = x.article_id WHERE x.name_id = l.id), l.name,
       (SELECT min(a.uri) FROM name_article x CROSS JOIN article a ON a.id = x.article_id WHERE x.name_id = r.id), r.name,
       CASE d.verdict WHEN 0 THEN 'same' WHEN 1 THEN 'different' ELSE 'unsure' END, d.score,
       substr(CASE WHEN d.signals & 1 THEN '; same full name' ELSE '' END
           || CASE WHEN d.signals & 2 THEN '; another spelling of the name' ELSE '' END
           || CASE WHEN d.signals & 4 THEN '; part of the name' ELSE '' END
           || CASE WHEN d.signals & 8 THEN '; acronym of the name' ELSE '' END
           || CASE WHEN d.signals & 16 THEN '; same role' ELSE '' END
           || CASE WHEN d.signals & 32 THEN '; same organization' ELSE '' END
           || CASE WHEN d.signals & 64 THEN '; same country' ELSE '' END
           || CASE WHEN d.signals & 128 THEN '; same field' ELSE '' END
           || CASE WHEN d.signals & 256 THEN '; rare name' ELSE '' END
           || CASE WHEN d.signals & 512 THEN '; well-known name' ELSE '' END
           || CASE WHEN d.signals & 1024 THEN '; named with the same people' ELSE '' END
           || CASE WHEN d.signals & 2048 THEN '; distinctive name' ELSE '' END
           || CASE WHEN d.signals & 4096 THEN '; same time' ELSE '' END
           || CASE WHEN d.signals & 8192 THEN '; parts of the names contradict' ELSE '' END
           || CASE WHEN d.signals & 16384 THEN '; two legal forms' ELSE '' END
           || CASE WHEN d.signals & 32768 THEN '; fields that exclude each other' ELSE '' END
           || CASE WHEN d.signals & 65536 THEN '; two countries' ELSE '' END
           || CASE WHEN d.signals & 131072 THEN '; two roles' ELSE '' END
           || CASE WHEN d.signals & 262144 THEN '; two organizations' ELSE '' END
           || CASE WHEN d.signals & 524288 THEN '; decades apart' ELSE '' END, 3),
       (SELECT written_by FROM generation), (SELECT written_on FROM generation)
FROM decision d
CROSS JOIN entity_name l ON l.id = d.left_id
CROSS JOIN entity_name r ON r.id = d.right_id
CROSS JOIN entity e ON e.id = l.entity_id
UNION ALL
SELECT kind, left_uri, left_name, right_uri, right_name, verdict, NULL, '', decided_by, decided_on
FROM judgement;

-- Who held which role where, by canonical names: what each article says, with its date. One row per fact
-- and article, from its most confident assertion. A second job ends no first one; start and end
-- are what the article states.
--
-- Who was Kenya's trade minister as of May 2023? For each person the last article up to then:
--     SELECT person, status, max(seen_on), article_uri FROM role_holder
--     WHERE organization = 'Kenya' AND role = 'trade minister' COLLATE NOCASE AND seen_on <= '2023-05~'
--     GROUP BY person_id HAVING status = 'current';
-- Who before and after? The same ordered by time:
--     SELECT seen_on, person, status FROM role_holder
--     WHERE organization = 'Kenya' AND role = 'trade minister' COLLATE NOCASE ORDER BY seen_on;
-- Who held anything at the Reed Bank between 2022 and 2023?
--     SELECT DISTINCT person, role FROM role_holder
--     WHERE organization = 'Reed Bank' AND status = 'current' AND seen_on >= '2022' AND seen_on <= '2023~';
CREATE VIEW role_holder (person_id, person, role_id, role, organization_id, organization, organization_kind,
    country_code, status, seen_on, article_uri, start_date, end_date, confidence) AS
SELECT s.id, s.name, p.id, p.name, o.id, o.name, o.kind, o.country_code,
       CASE v.stance >> 3 WHEN 1 THEN 'current' WHEN 2 THEN 'former' WHEN 3 THEN 'future' END, a.published_on, a.uri,
       v.start_date, v.end_date, v.confidence / 10000.0
FROM relation r
CROSS JOIN entity o ON o.id = r.object_id
CROSS JOIN entity s ON s.id = r.subject_id
CROSS JOIN entity p ON p.id = r.role_id
CROSS JOIN evidence v ON v.relation_id = r.id
CROSS JOIN article a ON a.id = v.id >> 20
WHERE r.kind = 'holds_role' AND v.stance & 5 = 0
  AND NOT EXISTS (
      SELECT 1 FROM evidence w
      WHERE w.relation_id = v.relation_id AND w.id BETWEEN v.id >> 20 << 20 AND v.id | 1048575
        AND w.stance & 5 = 0
        AND (w.confidence > v.confidence OR w.confidence = v.confidence AND w.id < v.id));

-- What a person should look at. reason "identity": two that may be one (a verdict settles it). "two
-- holders": articles of one month name two present holders of a post that one holds at a time. "former
-- before current": an article calls somebody former, a later one current.
CREATE VIEW review (reason, kind, left_uri, left_name, right_uri, right_name, detail) AS
SELECT 'identity', kind, left_uri, left_name, right_uri, right_name, signals
FROM entity_judgement WHERE verdict = 'unsure' AND score IS NOT NULL
UNION ALL
SELECT 'two holders', 'person', a.article_uri, a.person, b.article_uri, b.person,
       a.role || ' of ' || a.organization || ', ' || substr(a.seen_on, 1, 7)
FROM role_holder a
JOIN role_holder b ON b.organization_id = a.organization_id AND b.role_id = a.role_id
    AND b.person_id > a.person_id AND substr(b.seen_on, 1, 7) = substr(a.seen_on, 1, 7)
WHERE a.status = 'current' AND b.status = 'current' AND length(a.seen_on) >= 7
  AND (lower(a.role) IN ('president', 'prime minister', 'chancellor', 'king', 'queen', 'monarch', 'emperor',
           'pope', 'foreign secretary', 'home secretary', 'attorney general', 'governor', 'mayor', 'chief executive',
           'chief executive officer', 'ceo', 'secretary-general', 'secretary general', 'director general',
           'director-general', 'head of state', 'head of government', 'chief justice', 'speaker')
       OR lower(a.role) LIKE '_% minister'
          AND lower(a.role) NOT LIKE '%deputy%' AND lower(a.role) NOT LIKE '%vice%'
          AND lower(a.role) NOT LIKE '%assistant%' AND lower(a.role) NOT LIKE '%junior%'
          AND lower(a.role) NOT LIKE '%state minister')
UNION ALL
SELECT 'former before current', 'person', a.article_uri, a.person, b.article_uri, b.person,
       a.role || ' of ' || a.organization || ': former ' || a.seen_on || ', current ' || b.seen_on
FROM role_holder a
JOIN role_holder b ON b.organization_id = a.organization_id AND b.role_id = a.role_id
    AND b.person_id = a.person_id AND b.seen_on > a.seen_on
WHERE a.status = 'former' AND b.status = 'current';
