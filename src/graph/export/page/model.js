// The graph: entities with their links, what passes the filters, and what is on the stage.

const raw = JSON.parse(document.getElementById("data").textContent);

// Names come from texts: control characters and marks that turn the direction of writing have no
// business on a label.
const clean = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g, " ").trim() || "(no name)";
const shorten = (text, length) => ([...text].length > length ? [...text].slice(0, length - 1).join("").trimEnd() + "…" : text);

const KINDS = [
  ["person", "Persons"], ["organization", "Organizations"], ["country", "Countries"],
  ["place", "Places"], ["role", "Roles"], ["issue", "Issues"],
];
const KIND_NAMES = { person: "Person", organization: "Organization", country: "Country", place: "Place", role: "Role", issue: "Issue" };

const nodes = raw.nodes.map(([name, kind, articles, code, topic, entity], id) => ({
  id, name: clean(name), kind, articles, code, topic, entity, edges: [], links: [],
  shown: false, pinned: false, x: 0, y: 0, vx: 0, vy: 0, radius: 5, hidden: 0, degree: 0,
}));

const edges = raw.edges.map(([source, target, kind, role, status, asserted, confidence, articles, first, last, sightings], id) => ({
  id, source: nodes[source], target: nodes[target], kind: raw.relation_kinds[kind],
  role: role === null ? null : clean(raw.roles[role]), status, asserted: asserted === 1, confidence, articles, first, last,
  sightings: sightings.map(([article, quote, confidence, mark, by]) => ({
    uri: clean(raw.articles[article][0]), date: raw.articles[article][1], quote: clean(quote), confidence, mark, by: by && clean(by),
  })),
  passes: true,
}));

// Everything between two entities is one link, drawn as one line.
const links = [];
{
  const between = new Map();
  for (const edge of edges) {
    const [a, b] = edge.source.id < edge.target.id ? [edge.source, edge.target] : [edge.target, edge.source];
    a.edges.push(edge);
    if (a === b) continue;
    b.edges.push(edge);
    const key = a.id * nodes.length + b.id;
    let link = between.get(key);
    if (!link) {
      link = { a, b, edges: [], passes: true, articles: 0, dashed: false };
      between.set(key, link);
      links.push(link);
      a.links.push(link);
      b.links.push(link);
    }
    link.edges.push(edge);
  }
}
const other = (link, node) => (link.a === node ? link.b : link.a);

for (const node of nodes) {
  node.radius = Math.min(20, 4.6 + 1.55 * Math.sqrt(node.links.length));
  node.weight = node.links.length + Math.log2(1 + node.articles);
}
// The order of importance, of labels and of what is shown first.
const byWeight = nodes.slice().sort((a, b) => b.weight - a.weight || a.id - b.id);
byWeight.forEach((node, rank) => { node.rank = rank; });
const byRank = (a, b) => a.rank - b.rank;

// Dates: an ISO prefix means all its days.
const DAY = 86400000;
const firstDay = (date) => Date.UTC(+date.slice(0, 4), +(date.slice(5, 7) || 1) - 1, +(date.slice(8, 10) || 1)) / DAY;
const lastDay = (date) =>
  date.length > 7 ? firstDay(date)
    : date.length > 4 ? Date.UTC(+date.slice(0, 4), +date.slice(5, 7), 0) / DAY
      : Date.UTC(+date, 11, 31) / DAY;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const dateText = (date) => {
  const [year, month, day] = date.split("-");
  return [day && String(+day), month && MONTHS[+month - 1], year].filter(Boolean).join(" ");
};
const dayText = (day) => dateText(new Date(day * DAY).toISOString().slice(0, 10));
const period = (first, last) => (!first ? "undated" : first === last ? dateText(first) : `${dateText(first)} – ${dateText(last)}`);

for (const edge of edges) {
  edge.from = edge.first && firstDay(edge.first);
  edge.to = edge.last && lastDay(edge.last);
}
const dated = edges.filter((edge) => edge.first);
const timeSpan = {
  first: dated.reduce((day, edge) => Math.min(day, edge.from), Infinity),
  last: dated.reduce((day, edge) => Math.max(day, edge.to), -Infinity),
};

// Words for facts.
const KNOWN_LINKS = { has_occupation: "occupation", concerned_with: "concerned with" };
const linkWord = (edge) => edge.role ?? KNOWN_LINKS[edge.kind] ?? clean(edge.kind).replace(/_/g, " ");
const RELATION_NAMES = { holds_role: "Holds a role", has_occupation: "Has an occupation", concerned_with: "Is concerned with an issue" };
const relationName = (kind) => RELATION_NAMES[kind] ?? (clean(kind)[0].toUpperCase() + clean(kind).slice(1).replace(/_/g, " "));
const fact = (edge) => `${edge.source.name} — ${edge.status && edge.status !== "current" ? edge.status + " " : ""}${linkWord(edge)} → ${edge.target.name}`;
const many = (count, one, more = one + "s") => `${count.toLocaleString("en")} ${count === 1 ? one : more}`;

// The filters. A set holds what is switched off.
const filters = { kinds: new Set(), relations: new Set(), statuses: new Set(), from: timeSpan.first, to: timeSpan.last };

const wholeTime = () => filters.from <= timeSpan.first && filters.to >= timeSpan.last;

function applyFilters() {
  const whole = wholeTime();
  for (const edge of edges) {
    edge.passes = !filters.kinds.has(edge.source.kind) && !filters.kinds.has(edge.target.kind)
      && !filters.relations.has(edge.kind) && !filters.statuses.has(edge.status ?? "none")
      && (whole || (!!edge.first && edge.from <= filters.to && edge.to >= filters.from));
  }
  for (const link of links) {
    const seen = link.edges.filter((edge) => edge.passes);
    link.passes = seen.length > 0;
    link.articles = seen.reduce((sum, edge) => sum + edge.articles, 0);
    link.dashed = link.passes && seen.every((edge) => edge.status === "former" || edge.status === "future" || !edge.asserted);
  }
  for (const node of nodes) node.degree = node.links.reduce((sum, link) => sum + (link.passes ? 1 : 0), 0);
  countHidden();
}

// What is on the stage. `shown` says that a node was asked for; it is drawn while filters let any of its
// links through (or none was ever there).
let stage = [];
let stageLinks = [];
const visible = (node) => node.shown && (node.degree > 0 || (node.links.length === 0 && !filters.kinds.has(node.kind)));

function countHidden() {
  for (const node of nodes) {
    node.hidden = 0;
    if (node.shown) for (const link of node.links) if (link.passes && !other(link, node).shown) node.hidden += 1;
  }
  stage = nodes.filter(visible);
  stageLinks = links.filter((link) => link.passes && link.a.shown && link.b.shown);
}

// Neighbours that are not shown yet, the most important first.
const hiddenNeighbours = (node) => node.links.filter((link) => link.passes && !other(link, node).shown).map((link) => other(link, node)).sort(byRank);
const neighbours = (node) => node.links.filter((link) => link.passes).map((link) => other(link, node)).sort(byRank);

// What to begin with: around the chosen entities, or hubs, each with its most important neighbours, so
// that what is shown hangs together.
function beginning() {
  const limit = raw.at_start;
  const joined = nodes.filter((node) => node.links.length);
  if (!raw.start.length && joined.length <= 3 * limit) return new Set(joined.length ? joined : nodes);
  const chosen = new Set(raw.start.map((id) => nodes[id]));
  const take = (node, count) => {
    chosen.add(node);
    for (const next of neighbours(node)) {
      if (count <= 0 || chosen.size >= limit) return;
      if (!chosen.has(next)) { chosen.add(next); count -= 1; }
    }
  };
  const centres = [...chosen];
  for (const node of centres) take(node, centres.length > 1 ? 12 : 24);
  if (centres.length) {
    for (const node of [...chosen]) take(node, 3);
  } else {
    for (const node of byWeight) {
      if (chosen.size >= limit) break;
      if (node.links.length) take(node, 7);
    }
  }
  return chosen;
}
