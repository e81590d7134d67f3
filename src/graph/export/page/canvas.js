// The drawing: only when something has changed, in the colours of the style sheet.

const canvas = document.getElementById("graph");
const paper = canvas.getContext("2d");
const tip = document.getElementById("tip");

const camera = { scale: 1, x: 0, y: 0 };
let [width, height] = [0, 0];
const toScreen = (node) => [node.x * camera.scale + camera.x, node.y * camera.scale + camera.y];
const toWorld = (x, y) => [(x - camera.x) / camera.scale, (y - camera.y) / camera.scale];

// What is selected: an entity, a link or the name of a role; and what the pointer is over.
const selection = { node: null, link: null, role: null };
const hover = { node: null, link: null };

let colours = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ground", "sheet", "ink", "soft", "faint", "edge", "edge-on", "halo", "accent", "sans", ...KINDS.map(([kind]) => kind)]) {
    colours[name] = style.getPropertyValue("--" + name).trim();
  }
  stamps.clear();
}

// Each kind has a shape too, so that colour alone says nothing.
function outline(path, kind, x, y, r) {
  const polygon = (corners, turn, size) => {
    for (let i = 0; i < corners; i += 1) {
      const angle = turn + (i * 2 * Math.PI) / corners;
      path[i ? "lineTo" : "moveTo"](x + size * Math.cos(angle), y + size * Math.sin(angle));
    }
    path.closePath();
  };
  switch (kind) {
    case "organization": path.roundRect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, r * 0.35); break;
    case "country": polygon(6, 0, r * 1.1); break;
    case "place": polygon(3, -Math.PI / 2, r * 1.25); break;
    case "issue": polygon(4, 0, r * 1.2); break;
    case "role": polygon(5, -Math.PI / 2, r * 1.15); break;
    default: path.moveTo(x + r, y); path.arc(x, y, r, 0, 2 * Math.PI);
  }
}

const SVG = "http://www.w3.org/2000/svg";
function mark(kind) {
  const shape = document.createElementNS(SVG, "path");
  const corners = (list) => "M" + list.map((p) => p.join(" ")).join("L") + "Z";
  const ring = (count, turn, size) => corners(Array.from({ length: count }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / count;
    return [(8 + size * Math.cos(angle)).toFixed(2), (8 + size * Math.sin(angle)).toFixed(2)];
  }));
  shape.setAttribute("d", {
    person: "M14 8a6 6 0 1 0-12 0a6 6 0 1 0 12 0Z", organization: "M4.6 2.6h6.8a2 2 0 0 1 2 2v6.8a2 2 0 0 1-2 2H4.6a2 2 0 0 1-2-2V4.6a2 2 0 0 1 2-2Z",
    country: ring(6, 0, 6.6), place: ring(3, -Math.PI / 2, 7), role: ring(5, -Math.PI / 2, 6.8), issue: ring(4, 0, 7),
  }[kind]);
  shape.setAttribute("fill", `var(--${kind})`);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  svg.append(shape);
  return svg;
}

// The nodes that stand out: the selected one and what is next to it. Null where nothing is chosen.
function lit() {
  const chosen = hover.node ?? selection.node;
  if (chosen) return new Set([chosen, ...chosen.links.filter((link) => link.passes).map((link) => other(link, chosen))]);
  const link = selection.link ?? hover.link;
  if (link) return new Set([link.a, link.b]);
  if (selection.role !== null) {
    return new Set(edges.filter((edge) => edge.role === selection.role && edge.passes).flatMap((edge) => [edge.source, edge.target]));
  }
  return null;
}
function isLitLink(link) {
  const chosen = hover.node ?? selection.node;
  if (chosen) return link.a === chosen || link.b === chosen;
  if (selection.link ?? hover.link) return link === (selection.link ?? hover.link);
  return selection.role !== null && link.edges.some((edge) => edge.role === selection.role);
}

// While much is in motion, the drawing is a sketch: thin lines, plain marks, the foremost names. What
// comes to rest is drawn in full.
const MANY = 250;
let touched = 0;
let resting = 0;
function touch() {
  touched = performance.now();
  clearTimeout(resting);
  resting = setTimeout(redraw, 180);
}
const isSketch = () => stage.length > MANY && (layout.warm || performance.now() - touched < 150);

function draw() {
  const ratio = window.devicePixelRatio || 1;
  paper.setTransform(ratio, 0, 0, ratio, 0, 0);
  paper.fillStyle = colours.ground;
  paper.fillRect(0, 0, width, height);
  if (isSketch()) { sketch(); return; }
  const bright = lit();
  drawLinks(bright);
  const seen = drawNodes(bright);
  drawHiddenCounts(seen, bright);
  drawLabels(bright, seen);
}

// One path of hairlines, and one of squares for each kind; names of the foremost alone.
function sketch() {
  const { scale, x: left, y: top } = camera;
  paper.beginPath();
  for (const { a, b } of stageLinks) {
    const [x1, y1, x2, y2] = [a.x * scale + left, a.y * scale + top, b.x * scale + left, b.y * scale + top];
    if ((x1 < 0 && x2 < 0) || (y1 < 0 && y2 < 0) || (x1 > width && x2 > width) || (y1 > height && y2 > height)) continue;
    paper.moveTo(x1, y1);
    paper.lineTo(x2, y2);
  }
  paper.strokeStyle = colours.edge;
  paper.lineWidth = 0.6;
  paper.stroke();
  const byKind = new Map(KINDS.map(([kind]) => [kind, []]));
  for (const node of stage) byKind.get(node.kind).push(node);
  for (const [kind, list] of byKind) {
    paper.fillStyle = colours[kind];
    for (const node of list) {
      const [x, y, r] = [node.x * scale + left, node.y * scale + top, drawnRadius(node)];
      if (x < -r || y < -r || x > width + r || y > height + r) continue;
      drawMark(kind, x, y, r);
    }
  }
  paper.textBaseline = "middle";
  paper.textAlign = "center";
  paper.font = `600 13px ${colours.sans}`;
  paper.fillStyle = colours.ink;
  const foremost = stage.filter((node) => node === selection.node || node.rank < 14);
  for (const node of foremost) paper.fillText(shorten(node.name, 30), node.x * scale + left, node.y * scale + top + drawnRadius(node) + 9);
  paper.textAlign = "start";
}

// Lines of one look are drawn together. Dashes show where there is room for them.
function drawLinks(bright) {
  const looks = new Map();
  const dashes = stageLinks.length < 1200 || camera.scale > 0.4;
  for (const link of stageLinks) {
    const [x1, y1] = toScreen(link.a);
    const [x2, y2] = toScreen(link.b);
    if (Math.max(x1, x2) < 0 || Math.min(x1, x2) > width || Math.max(y1, y2) < 0 || Math.min(y1, y2) > height) continue;
    const on = bright !== null && isLitLink(link);
    const thick = Math.min(3, Math.floor(Math.log2(1 + link.articles)));
    const look = `${on ? 1 : 0}${link.dashed && (on || dashes) ? 1 : 0}${thick}`;
    if (!looks.has(look)) looks.set(look, []);
    const paths = looks.get(look);
    // A path of some lines is drawn faster than each alone, and than all in one.
    if (!paths.length || paths[paths.length - 1].lines === 40) paths.push({ lines: 0, path: new Path2D() });
    const last = paths[paths.length - 1];
    last.lines += 1;
    last.path.moveTo(x1, y1);
    last.path.lineTo(x2, y2);
  }
  const calm = stageLinks.length > 900 ? 0.55 : 0.85;
  for (const [look, paths] of [...looks].sort(([a], [b]) => a.localeCompare(b))) {
    const on = look[0] === "1";
    paper.globalAlpha = on ? 1 : bright ? 0.22 : calm;
    paper.strokeStyle = on ? colours["edge-on"] : colours.edge;
    paper.lineWidth = (0.8 + 0.55 * +look[2]) * (on ? 1.25 : 1) * Math.min(1.3, Math.max(0.7, camera.scale));
    paper.setLineDash(look[1] === "1" ? [4, 4] : []);
    for (const { path } of paths) paper.stroke(path);
  }
  paper.setLineDash([]);
  paper.globalAlpha = 1;
}

const drawnRadius = (node) => Math.max(2.2, node.radius * Math.min(1.5, Math.pow(camera.scale, 0.75)));

// Marks are drawn once for each kind and size, with the ring that parts them from lines, and stamped.
const stamps = new Map();
function stamp(kind, radius) {
  const r = Math.round(radius * 4) / 4;
  const ratio = window.devicePixelRatio || 1;
  const key = `${kind} ${r} ${ratio}`;
  let made = stamps.get(key);
  if (!made) {
    const half = Math.ceil(r * 1.25 + 2);
    const side = Math.ceil(2 * half * ratio);
    const sheet = new OffscreenCanvas(side, side);
    const ink = sheet.getContext("2d");
    ink.scale(ratio, ratio);
    ink.beginPath();
    outline(ink, kind, half, half, r);
    ink.fillStyle = colours[kind];
    ink.fill();
    ink.strokeStyle = colours.halo;
    ink.lineWidth = 1.5;
    ink.stroke();
    made = { image: sheet.transferToImageBitmap(), half: side / ratio / 2 };
    stamps.set(key, made);
  }
  return made;
}

// A mark in the colour that is set; of the smallest ones no shape can be seen, and a dot will do.
function drawMark(kind, x, y, r) {
  if (r < 3.2) {
    const [far, near] = [r * 0.92, r * 0.5];
    paper.fillRect(x - far, y - near, 2 * far, 2 * near);
    paper.fillRect(x - near, y - far, 2 * near, 2 * far);
    return;
  }
  const { image, half } = stamp(kind, r);
  paper.drawImage(image, x - half, y - half, 2 * half, 2 * half);
}

function drawNodes(bright) {
  const seen = [];
  const looks = new Map();
  for (const node of stage) {
    const [x, y] = toScreen(node);
    const r = drawnRadius(node);
    if (x < -60 || y < -30 || x > width + 60 || y > height + 30) continue;
    const look = `${bright && !bright.has(node) ? 0 : 1} ${node.kind}`;
    const spot = { node, x, y, r };
    if (!looks.has(look)) looks.set(look, []);
    looks.get(look).push(spot);
    seen.push(spot);
  }
  for (const [look, list] of [...looks].sort(([a], [b]) => a.localeCompare(b))) {
    const [on, kind] = look.split(" ");
    paper.globalAlpha = on === "1" ? 1 : 0.25;
    paper.fillStyle = colours[kind];
    for (const { x, y, r } of list) drawMark(kind, x, y, r);
  }
  paper.globalAlpha = 1;
  for (const { node, x, y, r } of seen) {
    if (node === selection.node) {
      const ring = new Path2D();
      outline(ring, node.kind, x, y, r + 4);
      paper.strokeStyle = colours[node.kind];
      paper.lineWidth = 2;
      paper.stroke(ring);
    }
  }
  return seen;
}

// Widths of names, measured once for each size of letters.
const widths = new Map();
function textWidth(text, size) {
  const key = size + text;
  let found = widths.get(key);
  if (found === undefined) { found = paper.measureText(text).width; widths.set(key, found); }
  return found;
}

// Labels in the order of importance; one that would cover another is tried at four sides, then left out.
function drawLabels(bright, seen) {
  const side = 64;
  const taken = new Map();
  const squares = function* (box) {
    for (let i = Math.floor(box[0] / side); i <= Math.floor(box[2] / side); i += 1) {
      for (let j = Math.floor(box[1] / side); j <= Math.floor(box[3] / side); j += 1) yield i * 4096 + j;
    }
  };
  const free = (box, self, overMarks = false) => {
    for (const key of squares(box)) {
      for (const [left, top, right, bottom, owner, isMark] of taken.get(key) ?? []) {
        if (owner !== self && !(overMarks && isMark) && left < box[2] && right > box[0] && top < box[3] && bottom > box[1]) return false;
      }
    }
    return true;
  };
  const take = (box, owner, isMark = false) => {
    for (const key of squares(box)) {
      if (!taken.has(key)) taken.set(key, []);
      taken.get(key).push([...box, owner, isMark]);
    }
  };
  const chosen = hover.node ?? selection.node;
  const place = (node) => (node === chosen ? -2 : node === selection.node ? -1 : bright?.has(node) ? node.rank : node.rank + (bright ? 1e6 : 0));
  const order = seen.slice().sort((a, b) => place(a.node) - place(b.node));
  for (const { node, x, y, r } of seen) if (r > 3.5) take([x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8], node, true);
  for (const { node, x, y, r } of seen) if (hasBadge(node, bright)) take([x + r * 0.55, y - r * 0.75 - 9, x + r * 0.55 + 22, y - r * 0.75 + 4], null, true);
  paper.textBaseline = "middle";
  paper.lineJoin = "round";
  const limit = bright ? 160 : stage.length > 600 && camera.scale < 0.6 ? 48 : 240;
  let drawn = 0;
  const least = camera.scale < 0.35 ? 3 : camera.scale < 0.7 ? 2 : 0;
  for (const { node, x, y, r } of order) {
    const on = !bright || bright.has(node);
    const must = node === chosen || node === selection.node;
    if (drawn >= limit) break;
    if (!must && !(bright && on) && (node.links.length < least && stage.length > 150)) continue;
    if (bright && !on && node.links.length < 4) continue;
    const size = must ? 14 : Math.round(Math.min(15, 10.6 + Math.sqrt(node.links.length) * 0.75));
    paper.font = `${must || node.links.length > 7 ? 600 : 400} ${size}px ${colours.sans}`;
    const text = shorten(node.name, must ? 60 : 30);
    const [w, h] = [textWidth(text, paper.font), size + 3];
    const gap = r + (node === selection.node ? 8 : 4);
    const sides = [
      [x - w / 2, y + gap - 1], [x + gap, y - h / 2], [x - gap - w, y - h / 2], [x - w / 2, y - gap + 1 - h],
    ];
    const fits = ([left, top], overMarks) => left >= (top < card.bottom ? card.right : 4) && left + w <= width - 4
      && free([left - 2, top, left + w + 2, top + h], node, overMarks);
    // The foremost names may lie on the marks of others, not on their names.
    const spot = sides.find((spot) => fits(spot, false)) ?? (drawn < 20 ? sides.find((spot) => fits(spot, true)) : null) ?? (must ? sides[0] : null);
    if (!spot) continue;
    take([spot[0] - 2, spot[1], spot[0] + w + 2, spot[1] + h], node);
    drawn += 1;
    paper.globalAlpha = on ? 1 : 0.35;
    paper.strokeStyle = colours.halo;
    paper.lineWidth = 3.5;
    paper.strokeText(text, spot[0], spot[1] + h / 2);
    paper.fillStyle = must || node.links.length > 2 || (bright && on) ? colours.ink : colours.soft;
    paper.fillText(text, spot[0], spot[1] + h / 2);
  }
  paper.globalAlpha = 1;
  drawLinkLabels(bright, free, take);
}

// The words on the lines of what is chosen, where there is room.
function drawLinkLabels(bright, free, take) {
  if (!bright) return;
  paper.font = `italic 11px ${colours.sans}`;
  const litLinks = stageLinks.filter((link) => isLitLink(link)).sort((a, b) => b.articles - a.articles).slice(0, 40);
  for (const link of litLinks) {
    const words = [...new Set(link.edges.filter((edge) => edge.passes).map(linkWord))];
    const text = shorten(words.slice(0, 2).join(", ") + (words.length > 2 ? " …" : ""), 34);
    const [[x1, y1], [x2, y2]] = [toScreen(link.a), toScreen(link.b)];
    const [x, y, w] = [(x1 + x2) / 2, (y1 + y2) / 2, paper.measureText(text).width];
    const box = [x - w / 2 - 2, y - 7, x + w / 2 + 2, y + 7];
    if (Math.hypot(x2 - x1, y2 - y1) < 46 || !free(box, link)) continue;
    take(box, link);
    paper.strokeStyle = colours.halo;
    paper.lineWidth = 3.5;
    paper.strokeText(text, x - w / 2, y);
    paper.fillStyle = colours.soft;
    paper.fillText(text, x - w / 2, y);
  }
}

// How many neighbours are not shown, beside the entity.
const hasBadge = (node, bright) => node.hidden > 0 && camera.scale >= 0.5 && (!bright || bright.has(node));

function drawHiddenCounts(seen, bright) {
  paper.textBaseline = "middle";
  paper.font = `600 9.5px ${colours.sans}`;
  for (const { node, x, y, r } of seen) {
    if (!hasBadge(node, bright)) continue;
    const text = "+" + node.hidden;
    const [left, top, w] = [x + r * 0.55, y - r * 0.75 - 9, Math.max(15, paper.measureText(text).width + 8)];
    // A few are a note, many are a button to press.
    if (node.hidden >= 5 || node === selection.node || node === hover.node) {
      paper.beginPath();
      paper.roundRect(left, top, w, 13, 6.5);
      paper.fillStyle = colours.sheet;
      paper.fill();
      paper.strokeStyle = colours[node.kind];
      paper.lineWidth = 1;
      paper.stroke();
      paper.fillStyle = colours.soft;
    } else {
      paper.strokeStyle = colours.halo;
      paper.lineWidth = 3;
      paper.strokeText(text, left + 2, top + 7);
      paper.fillStyle = colours.faint;
    }
    paper.fillText(text, node.hidden >= 5 ? left + (w - paper.measureText(text).width) / 2 : left + 2, top + 7);
  }
}

// One frame: some steps of the layout while it is warm, then the drawing.
let asked = false;
// Whether the drawing is kept in the window: until the reader moves it.
let following = true;
const calmMotion = matchMedia("(prefers-reduced-motion: reduce)");
function redraw() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    if (layout.warm) {
      if (calmMotion.matches) layout.settle(400); else layout.frame();
      if (following) fit();
      redraw();
    }
    draw();
  });
}

// Everything on the stage in the window, beside the cards.
function fit() {
  if (!stage.length || !width) return;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const node of stage) {
    left = Math.min(left, node.x - node.radius); right = Math.max(right, node.x + node.radius);
    top = Math.min(top, node.y - node.radius); bottom = Math.max(bottom, node.y + node.radius);
  }
  const wide = width > 700;
  const margin = { left: wide ? 320 : 30, right: 84, top: wide ? 44 : 120, bottom: 84 };
  const [w, h] = [Math.max(80, width - margin.left - margin.right), Math.max(80, height - margin.top - margin.bottom)];
  camera.scale = Math.min(1.8, w / Math.max(60, right - left), h / Math.max(60, bottom - top));
  camera.x = margin.left + w / 2 - ((left + right) / 2) * camera.scale;
  camera.y = margin.top + h / 2 - ((top + bottom) / 2) * camera.scale;
  layout.narrow = Math.min(1.8, Math.max(0.55, h / w));
}

function zoom(factor, x = width / 2, y = height / 2) {
  const scale = Math.min(6, Math.max(0.05, camera.scale * factor));
  camera.x = x - ((x - camera.x) * scale) / camera.scale;
  camera.y = y - ((y - camera.y) * scale) / camera.scale;
  camera.scale = scale;
  following = false;
  touch();
  redraw();
}

// Where the card with the filters lies.
const card = { right: 0, bottom: 0 };

function resize() {
  const box = document.getElementById("left").getBoundingClientRect();
  Object.assign(card, { right: box.right + 4, bottom: box.bottom + 4 });
  const ratio = window.devicePixelRatio || 1;
  [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
}

// What is under the pointer.
function nodeAt(x, y, slack = 5) {
  let [found, best] = [null, Infinity];
  for (const node of stage) {
    const [nx, ny] = toScreen(node);
    const distance = Math.hypot(nx - x, ny - y) - drawnRadius(node);
    if (distance < slack && distance < best) [found, best] = [node, distance];
  }
  return found;
}
function linkAt(x, y) {
  let [found, best] = [null, 5];
  for (const link of stageLinks) {
    const [[x1, y1], [x2, y2]] = [toScreen(link.a), toScreen(link.b)];
    const [dx, dy] = [x2 - x1, y2 - y1];
    const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
    const distance = Math.hypot(x1 + along * dx - x, y1 + along * dy - y);
    if (distance < best) [found, best] = [link, distance];
  }
  return found;
}
