// The panel at the side: the facts of what is selected, with the words that prove them. Everything
// that comes from texts goes in as text, never as markup.

const panel = document.getElementById("panel");

function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "click") made.addEventListener("click", value);
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...content.filter((part) => part !== null && part !== undefined));
  return made;
}
const nameButton = (node) => element("button", { type: "button", class: "link name", dir: "auto", click: () => visit(node) }, node.name);
const tag = (text, look = "") => element("span", { class: `tag ${look}` }, text);

function quoteOf(sighting) {
  const percent = Math.round(sighting.confidence * 100);
  const bar = element("span", { class: "bar", role: "img", "aria-label": `confidence ${percent} %`, title: `confidence ${percent} %` },
    element("i", { style: `width:${percent}%` }));
  return element("figure", {},
    element("blockquote", { dir: "auto" }, sighting.quote),
    element("figcaption", {}, element("bdi", {}, sighting.uri), sighting.date ? ` · ${dateText(sighting.date)}` : "", bar, `${percent} %`,
      sighting.by ? element("span", {}, " · according to ", element("bdi", {}, sighting.by)) : null,
      sighting.mark ? " " : null, sighting.mark ? tag(sighting.mark, "doubt") : null));
}

// One fact as it looks from one of its ends.
function factOf(edge, from, open) {
  const end = edge.source === from ? edge.target : edge.source;
  const line = element("div", { class: "line" });
  const word = linkWord(edge);
  if (from === null) line.append(mark(edge.source.kind), nameButton(edge.source), element("span", { class: "role" }, word), mark(edge.target.kind), nameButton(edge.target));
  else if (edge.kind === "holds_role") line.append(element("span", { class: "role", dir: "auto" }, word), mark(end.kind), nameButton(end));
  else line.append(mark(end.kind), nameButton(end));
  if (edge.status) line.append(tag(edge.status, edge.status));
  if (!edge.asserted) line.append(tag("not asserted", "doubt"));
  const fact = element("div", { class: "fact" }, line,
    element("div", { class: "dates" }, `${many(edge.articles, "article")} · ${period(edge.first, edge.last)}`));
  if (edge.sightings.length) {
    fact.append(element("details", open ? { open: "" } : {},
      element("summary", {}, edge.sightings.length === 1 ? "Quote" : `${edge.sightings.length} quotes`), ...edge.sightings.map(quoteOf)));
  }
  return fact;
}

const STATUS_ORDER = { current: 0, future: 1, former: 2 };
const byInterest = (a, b) =>
  (STATUS_ORDER[a.status] ?? 0) - (STATUS_ORDER[b.status] ?? 0) || b.articles - a.articles || (b.last ?? "").localeCompare(a.last ?? "") || a.id - b.id;

function factGroups(list, from) {
  const groups = new Map();
  for (const edge of list) {
    let heading;
    if (from && edge.kind === "holds_role") heading = edge.source === from ? "Roles" : "People";
    else if (from && edge.kind === "has_occupation") heading = edge.source === from ? "Occupation" : "People";
    else if (from && edge.kind === "concerned_with") heading = edge.source === from ? "Issues" : "Countries concerned";
    else heading = from ? `${relationName(edge.kind)}${edge.source === from ? "" : " (of others)"}` : "Facts";
    if (!groups.has(heading)) groups.set(heading, []);
    groups.get(heading).push(edge);
  }
  // The quotes of a few facts are open, of many those of the first.
  let open = list.length <= 4 ? list.length : 1;
  return [...groups].flatMap(([heading, members]) => {
    const shown = members.sort(byInterest).slice(0, 200).map((edge) => factOf(edge, from, open-- > 0));
    return [element("h3", {}, heading, element("small", {}, members.length.toLocaleString("en"))), ...shown,
      members.length > 200 ? element("p", { class: "about" }, `and ${members.length - 200} more`) : null];
  });
}

function showNode(node) {
  const facts = node.edges.filter((edge) => edge.passes);
  const left = node.edges.length - facts.length;
  const expand = hiddenNeighbours(node).length;
  panel.replaceChildren(...[
    element("div", { class: "what" }, mark(node.kind), [KIND_NAMES[node.kind], node.code, node.topic && clean(node.topic)].filter(Boolean).join(" · ")),
    element("h2", { dir: "auto" }, node.name),
    element("p", { class: "about" }, `In ${many(node.articles, "article")}, joined to ${many(node.degree, "entity", "entities")}`),
    element("div", { class: "actions" },
      element("button", { type: "button", click: () => focusOn([node]) }, "Focus"),
      expand ? element("button", { type: "button", click: () => expandNode(node) }, `Show ${Math.min(expand, STEP)} more`) : null,
      collapsible(node).length ? element("button", { type: "button", click: () => collapseNode(node) }, "Collapse") : null,
      node.shown ? element("button", { type: "button", click: () => hideNode(node) }, "Hide") : null,
      node.pinned ? element("button", { type: "button", click: () => { node.pinned = false; layout.heat(0.15); redraw(); showNode(node); } }, "Unpin") : null),
    ...factGroups(facts, node),
    left ? element("p", { class: "about" }, `${many(left, "fact")} hidden by the filters.`) : null,
  ].filter(Boolean));
  panel.scrollTop = 0;
}

function showLink(link) {
  panel.replaceChildren(
    element("div", { class: "what" }, mark(link.a.kind), nameButton(link.a)),
    element("div", { class: "what" }, mark(link.b.kind), nameButton(link.b)),
    ...factGroups(link.edges.filter((edge) => edge.passes), null));
  panel.scrollTop = 0;
}

function showRole(role) {
  const held = edges.filter((edge) => edge.role === role && edge.passes);
  const people = [...new Set(held.flatMap((edge) => [edge.source, edge.target]))];
  panel.replaceChildren(
    element("div", { class: "what" }, mark("role"), "Role"),
    element("h2", { dir: "auto" }, role),
    element("p", { class: "about" }, `${many(held.length, "fact")} of this role`),
    element("div", { class: "actions" }, element("button", { type: "button", click: () => focusOn(people, false) }, "Show those in the graph")),
    ...factGroups(held, null));
  panel.scrollTop = 0;
}

// With nothing selected: what this is, and where to begin.
function showIntroduction() {
  const lists = KINDS.flatMap(([kind, plural]) => {
    const best = byWeight.filter((node) => node.kind === kind && node.degree > 0).slice(0, 6);
    return best.length ? [element("h3", {}, plural), element("ul", { class: "list" }, ...best.map((node) =>
      element("li", {}, mark(kind), nameButton(node), element("small", {}, many(node.degree, "link")))))] : [];
  });
  const help = [
    ["Click", "select; again: show or hide neighbours"], ["Drag", "move an entity, or the paper"], ["Wheel", "closer and farther"],
    ["/", "find"], ["Arrows", "to the next entity"], ["Enter", "show or hide neighbours"], ["F", "focus on the selected one"],
    ["0 + −", "fit, closer, farther"], ["Backspace", "back"], ["Esc", "select nothing"],
  ];
  panel.replaceChildren(
    element("p", { class: "about" }, `${many(nodes.length, "entity", "entities")} and ${many(edges.length, "fact")} as `
      + "articles state them, each with the words that show it. Solid lines are current, dashed ones former, to come or in doubt; "
      + "thicker lines stand in more articles. “+3” is the number of neighbours not shown."),
    ...lists,
    element("h3", {}, "Keys and pointer"),
    element("dl", { class: "keyhelp" }, ...help.flatMap(([key, what]) => [element("dt", {}, key), element("dd", {}, what)])));
}

function showSelection() {
  if (selection.node) showNode(selection.node);
  else if (selection.link) showLink(selection.link);
  else if (selection.role !== null) showRole(selection.role);
  else showIntroduction();
}
