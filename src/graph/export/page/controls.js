// What the reader does: selecting, expanding, searching, filtering, pointer and keys.

const byId = (id) => document.getElementById(id);
// So many neighbours come at once.
const STEP = 30;

// --- what is on the stage ---------------------------------------------------------------------

const earlier = [];
const stageNow = () => ({ shown: nodes.filter((node) => node.shown).map((node) => [node, node.x, node.y]), node: selection.node });

function remember() {
  earlier.push(stageNow());
  if (earlier.length > 50) earlier.shift();
  byId("back").disabled = false;
}

function back() {
  const before = earlier.pop();
  if (!before) return;
  for (const node of nodes) node.shown = false;
  for (const [node, x, y] of before.shown) Object.assign(node, { shown: true, x, y, vx: 0, vy: 0 });
  byId("back").disabled = earlier.length === 0;
  changed(0.05, true);
  select({ node: before.node });
}

// After a change of the stage or the filters.
function changed(heat, frame) {
  countHidden();
  layout.heat(heat);
  following = frame;
  if (frame) fit();
  const [people, facts] = [stage.length, stageLinks.reduce((sum, link) => sum + link.edges.filter((edge) => edge.passes).length, 0)];
  byId("count").textContent = `${people.toLocaleString("en")} of ${many(nodes.length, "entity", "entities")} · ${facts.toLocaleString("en")} of ${many(edges.length, "fact")} shown`;
  byId("nothing").hidden = stage.length > 0;
  redraw();
}

function show(list, milliseconds = 350) {
  for (const node of nodes) { node.shown = false; node.pinned = false; }
  for (const node of list) node.shown = true;
  countHidden();
  layout.spiral(stage.length ? stage : [...list]);
  layout.alpha = 1;
  fit();
  layout.settle(milliseconds);
  changed(0, true);
}

function expandNode(node) {
  const more = hiddenNeighbours(node).slice(0, STEP);
  if (!more.length) return;
  remember();
  if (!node.shown) more.push(node);
  layout.around(node, more.filter((next) => next !== node));
  for (const next of more) next.shown = true;
  changed(0.5, false);
  showSelection();
}

// The neighbours that hang on this entity alone.
function collapsible(node) {
  if (!node.shown) return [];
  return neighbours(node).filter((next) => next.shown && next.links.every((link) => !link.passes || !other(link, next).shown || other(link, next) === node));
}

function collapseNode(node) {
  const leaves = collapsible(node);
  if (!leaves.length) return;
  remember();
  for (const leaf of leaves) leaf.shown = false;
  changed(0.2, false);
  showSelection();
}

const toggleNode = (node) => (hiddenNeighbours(node).length ? expandNode(node) : collapseNode(node));

function hideNode(node) {
  remember();
  node.shown = false;
  select({});
  changed(0.1, false);
}

function focusOn(centres, withNeighbours = true) {
  remember();
  const chosen = new Set(centres);
  if (withNeighbours) for (const centre of centres) for (const next of neighbours(centre).slice(0, 60)) chosen.add(next);
  show(chosen);
  showSelection();
}

// Goes to an entity, and brings it onto the stage where it is not there.
function visit(node) {
  if (!visible(node)) {
    remember();
    const near = neighbours(node).find((next) => next.shown);
    if (near) {
      layout.around(near, [node]);
      node.shown = true;
      changed(0.3, false);
    } else {
      node.shown = true;
      const more = hiddenNeighbours(node).slice(0, 12);
      const [x, y] = toWorld(width / 2 + 100, height / 2);
      Object.assign(node, { x, y, vx: 0, vy: 0 });
      layout.around(node, more);
      for (const next of more) next.shown = true;
      changed(0.4, false);
    }
  }
  select({ node });
  bringIntoView(node);
}

function bringIntoView(node) {
  const [x, y] = toScreen(node);
  const left = width > 700 ? 310 : 40;
  if (x > left && x < width - 40 && y > 40 && y < height - 60) return;
  following = false;
  camera.x += (left + width) / 2 - x;
  camera.y += height / 2 - y;
  redraw();
}

function select({ node = null, link = null, role = null }) {
  Object.assign(selection, { node, link, role });
  showSelection();
  redraw();
}

// --- pointer ----------------------------------------------------------------------------------

const pointers = new Map();
let drag = null;
const placeOf = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };

canvas.addEventListener("pointerdown", (event) => {
  const [x, y] = placeOf(event);
  canvas.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, [x, y]);
  tip.hidden = true;
  if (pointers.size === 2) { drag = { pinch: spread() }; return; }
  const node = nodeAt(x, y, event.pointerType === "touch" ? 14 : 5);
  drag = { node, x, y, moved: false, link: node ? null : linkAt(x, y) };
});

function spread() {
  const [[x1, y1], [x2, y2]] = [...pointers.values()];
  return { size: Math.hypot(x2 - x1, y2 - y1), x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
}

canvas.addEventListener("pointermove", (event) => {
  const [x, y] = placeOf(event);
  if (!pointers.has(event.pointerId)) { hoverAt(x, y); return; }
  const [oldX, oldY] = pointers.get(event.pointerId);
  pointers.set(event.pointerId, [x, y]);
  if (!drag) return;
  if (drag.pinch) {
    const now = spread();
    zoom(now.size / (drag.pinch.size || 1), now.x, now.y);
    camera.x += now.x - drag.pinch.x;
    camera.y += now.y - drag.pinch.y;
    drag.pinch = now;
    return;
  }
  if (!drag.moved && Math.hypot(x - drag.x, y - drag.y) < 4) return;
  drag.moved = true;
  following = false;
  canvas.classList.add("moving");
  if (drag.node) {
    [drag.node.x, drag.node.y] = toWorld(x, y);
    drag.node.pinned = true;
    layout.heat(0.12);
  } else {
    camera.x += x - oldX;
    camera.y += y - oldY;
    touch();
  }
  redraw();
});

function release(event) {
  pointers.delete(event.pointerId);
  canvas.classList.remove("moving");
  const was = drag;
  if (!pointers.size) drag = null;
  if (!was || was.pinch || event.type === "pointercancel") return;
  if (was.moved) {
    if (was.node && was.node === selection.node) showSelection();
  } else if (was.node) {
    if (was.node === selection.node) toggleNode(was.node); else select({ node: was.node });
  } else {
    select(was.link ? { link: was.link } : {});
  }
}
canvas.addEventListener("pointerup", release);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerleave", () => hoverAt(-1e6, -1e6));
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const [x, y] = placeOf(event);
  const lines = event.deltaMode === 1 ? 24 : event.deltaMode === 2 ? 400 : 1;
  zoom(Math.exp(-Math.max(-300, Math.min(300, event.deltaY * lines)) * 0.0016), x, y);
}, { passive: false });

function hoverAt(x, y) {
  const node = nodeAt(x, y);
  const link = node ? null : linkAt(x, y);
  canvas.classList.toggle("over", !!(node || link));
  if (node || link) {
    const lines = node ? [node.name, `${KIND_NAMES[node.kind]} · ${many(node.articles, "article")}${node.hidden ? ` · ${node.hidden} more neighbours` : ""}`]
      : link.edges.filter((edge) => edge.passes).slice(0, 4).map(fact);
    tip.replaceChildren(...lines.flatMap((line, place) => [place ? element("br") : null, node && place ? element("small", {}, line) : element("bdi", {}, line)]).filter(Boolean));
    tip.hidden = false;
    tip.style.left = `${Math.min(x + 14, width - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(y + 16, height - tip.offsetHeight - 8)}px`;
  } else {
    tip.hidden = true;
  }
  if (node !== hover.node || link !== hover.link) { Object.assign(hover, { node, link }); redraw(); }
}

// --- keys -------------------------------------------------------------------------------------

// The nearest entity in a direction, those straight ahead first.
function step(dx, dy) {
  const from = selection.node && visible(selection.node) ? selection.node : null;
  if (!from) { const first = byWeight.find(visible); if (first) { select({ node: first }); bringIntoView(first); } return; }
  let [found, best] = [null, Infinity];
  for (const node of stage) {
    const [x, y] = [node.x - from.x, node.y - from.y];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (node === from || ahead <= 0 || aside > ahead * 1.5) continue;
    const far = ahead + 2 * aside;
    if (far < best) [found, best] = [node, far];
  }
  if (found) { select({ node: found }); bringIntoView(found); }
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
canvas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const arrow = ARROWS[event.key];
  if (arrow && event.shiftKey) { camera.x -= arrow[0] * 60; camera.y -= arrow[1] * 60; following = false; redraw(); }
  else if (arrow) step(...arrow);
  else if (event.key === "Enter" || event.key === " ") { if (selection.node) toggleNode(selection.node); }
  else if (event.key === "f" && selection.node) focusOn([selection.node]);
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") { fit(); redraw(); }
  else if (event.key === "Backspace") back();
  else if (event.key === "Home") byId("home").click();
  else if (event.key === "Delete" && selection.node) hideNode(selection.node);
  else return;
  event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
  if (event.key === "/" && !typing) { event.preventDefault(); byId("query").focus(); byId("query").select(); }
  if (event.key === "Escape" && !typing) select({});
});

// --- search -----------------------------------------------------------------------------------

const query = byId("query");
const results = byId("results");
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const roleFacts = new Map();
for (const edge of edges) if (edge.role !== null) roleFacts.set(edge.role, (roleFacts.get(edge.role) ?? 0) + 1);
// A role that is itself an entity at the end of some fact is found as that.
const roleEntities = new Set(nodes.filter((node) => node.kind === "role" && node.links.length).map((node) => node.name));
const index = [
  ...nodes.filter((node) => node.kind !== "role" || node.links.length || !roleFacts.has(node.name)).map((node) =>
    ({ node, kind: node.kind, name: node.name, key: folded(node.name), weight: node.weight, note: many(node.links.length, "link") })),
  ...[...roleFacts].filter(([role]) => !roleEntities.has(role)).map(([role, count]) =>
    ({ role, kind: "role", name: role, key: folded(role), weight: Math.log2(1 + count), note: many(count, "fact") })),
];
let found = [];
let chosenResult = -1;

function find() {
  const wanted = folded(query.value.trim());
  const rated = [];
  if (wanted) {
    for (const entry of index) {
      const at = entry.key.indexOf(wanted);
      if (at < 0) continue;
      const start = at === 0 ? 0 : /[\p{L}\p{N}]/u.test(entry.key[at - 1]) ? 2 : 1;
      rated.push([start, entry]);
    }
    rated.sort(([a, x], [b, y]) => a - b || y.weight - x.weight || (x.name < y.name ? -1 : 1));
  }
  found = rated.slice(0, 12).map(([, entry]) => entry);
  chosenResult = found.length ? 0 : -1;
  results.replaceChildren(...(found.length ? found.map((entry, place) => {
    const row = element("li", { role: "option", id: `result-${place}`, "aria-selected": place === 0 }, mark(entry.kind),
      element("span", { class: "name", dir: "auto" }, shorten(entry.name, 60)), element("small", {}, entry.note));
    row.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(entry); });
    return row;
  }) : wanted ? [element("li", { class: "none" }, "Nothing of that name")] : []));
  results.hidden = !wanted;
  query.setAttribute("aria-expanded", String(!!wanted));
  markResult();
}
function markResult() {
  [...results.children].forEach((row, place) => row.getAttribute("role") === "option" && row.setAttribute("aria-selected", String(place === chosenResult)));
  if (chosenResult >= 0) { query.setAttribute("aria-activedescendant", `result-${chosenResult}`); results.children[chosenResult].scrollIntoView({ block: "nearest" }); }
  else query.removeAttribute("aria-activedescendant");
}
function closeResults() { results.hidden = true; query.setAttribute("aria-expanded", "false"); }
function choose(entry) {
  closeResults();
  query.value = "";
  canvas.focus({ preventScroll: true });
  if (entry.node) visit(entry.node); else select({ role: entry.role });
}
query.addEventListener("input", find);
query.addEventListener("focus", () => { if (query.value) find(); });
query.addEventListener("blur", closeResults);
query.addEventListener("keydown", (event) => {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (move && found.length) { chosenResult = (chosenResult + move + found.length) % found.length; markResult(); }
  else if (event.key === "Enter" && found[chosenResult]) choose(found[chosenResult]);
  else if (event.key === "Escape") { query.value = ""; closeResults(); canvas.focus(); }
  else return;
  event.preventDefault();
});

// --- filters ----------------------------------------------------------------------------------

function filtered() {
  applyFilters();
  changed(0.25, false);
  showSelection();
}

function switches(place, values, off, look) {
  byId(place).replaceChildren(...values.map((value) => element("button", {
    type: "button", "aria-pressed": String(!off.has(value[0])),
    click: (event) => {
      if (!off.delete(value[0])) off.add(value[0]);
      event.currentTarget.setAttribute("aria-pressed", String(!off.has(value[0])));
      filtered();
    },
  }, ...look(value))));
}

function buildFilters() {
  const count = (list, key) => list.reduce((counts, item) => counts.set(key(item), (counts.get(key(item)) ?? 0) + 1), new Map());
  const kinds = count(nodes, (node) => node.kind);
  switches("kinds", KINDS.filter(([kind]) => kinds.has(kind)), filters.kinds,
    ([kind, plural]) => [mark(kind), plural, element("small", {}, kinds.get(kind).toLocaleString("en"))]);
  const relations = count(edges, (edge) => edge.kind);
  switches("relations", [...relations.keys()].map((kind) => [kind]), filters.relations, ([kind]) => [relationName(kind)]);
  byId("relation-filter").hidden = relations.size < 2;
  const statuses = count(edges, (edge) => edge.status ?? "none");
  const words = { current: "current", former: "former", future: "future", none: "none stated" };
  switches("statuses", Object.entries(words).filter(([status]) => statuses.has(status)), filters.statuses, ([, word]) => [word]);
  byId("status-filter").hidden = statuses.size < 2;
}

const BARS = 36;
function buildTime() {
  const { first, last } = timeSpan;
  byId("time-filter").hidden = !(first < last);
  if (!(first < last)) return;
  const bars = new Array(BARS).fill(0);
  const bar = (day) => Math.min(BARS - 1, Math.floor(((day - first) / (last - first + 1)) * BARS));
  for (const edge of dated) for (let place = bar(edge.from); place <= bar(edge.to); place += 1) bars[place] += 1;
  const most = Math.max(...bars);
  byId("histogram").replaceChildren(...bars.map((number) => element("i", { style: `height:${number ? Math.max(6, (Math.sqrt(number / most)) * 100) : 0}%` })));
  for (const id of ["from", "to"]) {
    const input = byId(id);
    Object.assign(input, { min: first, max: last, step: 1, value: id === "from" ? first : last });
    input.addEventListener("input", () => {
      if (id === "from") input.value = Math.min(+input.value, filters.to); else input.value = Math.max(+input.value, filters.from);
      filters[id] = +input.value;
      markTime();
      filtered();
    });
  }
  markTime();
}
function markTime() {
  const { first, last } = timeSpan;
  const share = (day) => (100 * (day - first)) / (last - first);
  byId("span").style.cssText = `left:${share(filters.from)}%;right:${100 - share(filters.to)}%`;
  byId("period").textContent = wholeTime() ? `${dayText(first)} – ${dayText(last)}` : `${dayText(filters.from)} – ${dayText(filters.to)}`;
  byId("from").setAttribute("aria-valuetext", dayText(filters.from));
  byId("to").setAttribute("aria-valuetext", dayText(filters.to));
  [...byId("histogram").children].forEach((bar, place) => {
    const day = first + ((place + 0.5) / BARS) * (last - first);
    bar.classList.toggle("out", day < filters.from || day > filters.to);
  });
}

// --- the rest of the page -----------------------------------------------------------------------

byId("clear").addEventListener("click", () => {
  for (const off of [filters.kinds, filters.relations, filters.statuses]) off.clear();
  Object.assign(filters, { from: timeSpan.first, to: timeSpan.last });
  buildFilters();
  buildTime();
  filtered();
});
byId("back").addEventListener("click", back);
byId("home").addEventListener("click", () => { remember(); select({}); show(beginning()); });
byId("all").addEventListener("click", () => { remember(); show(nodes.filter((node) => node.degree > 0), 900); showSelection(); });
byId("closer").addEventListener("click", () => zoom(1.3));
byId("farther").addEventListener("click", () => zoom(1 / 1.3));
byId("fit").addEventListener("click", () => { fit(); redraw(); });

// Light or dark: as the system has it, until the reader says otherwise. A page opened from a file may
// not be allowed to keep the choice.
const systemDark = matchMedia("(prefers-color-scheme: dark)");
let theme = null;
try { theme = localStorage.getItem("newsgraph-theme"); } catch { /* not kept */ }
function paint() {
  document.documentElement.dataset.theme = theme ?? (systemDark.matches ? "dark" : "light");
  readColours();
  redraw();
}
byId("theme").addEventListener("click", () => {
  theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  try { localStorage.setItem("newsgraph-theme", theme); } catch { /* not kept */ }
  paint();
});
systemDark.addEventListener("change", paint);
new ResizeObserver(() => { resize(); if (following) fit(); draw(); redraw(); }).observe(canvas);
byId("filters").addEventListener("toggle", () => { resize(); redraw(); });

// The part of the address after "#" may say what to open with: `#entity=12` (an entity's number in
// the file), `#name=Esther Mwakio`, `#show=all`, `#theme=dark`; several are joined by "&".
function begin() {
  const wish = new URLSearchParams(location.hash.slice(1));
  if (["light", "dark"].includes(wish.get("theme"))) theme = wish.get("theme");
  byId("filters").open = innerWidth > 900;
  resize();
  applyFilters();
  buildFilters();
  buildTime();
  paint();
  if (wish.get("show") === "all") show(nodes.filter((node) => node.degree > 0), 900);
  else show(beginning(), 900);
  const wanted = wish.has("name") && folded(wish.get("name"));
  const node = (wish.has("entity") || wanted) && byWeight.find((node) => String(node.entity) === wish.get("entity") || folded(node.name) === wanted);
  if (node) visit(node); else select({});
}
begin();
