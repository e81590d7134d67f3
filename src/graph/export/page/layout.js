// Where entities stand: links pull, entities push one another away (Barnes & Hut 1986: those far
// off are taken together), a weak pull to the middle keeps parts together. The velocity scheme, with
// positions advanced by a decaying "alpha", is that of d3-force (Bostock, ISC licence).
//
// The steps work on flat lists of numbers, which engines keep in registers; the entities get their
// places back after each run of steps.

const layout = {
  alpha: 0,
  theta2: 1.1,
  // What is laid out: the stage for which the lists below are made.
  of: null,
  count: 0, ends: null, degree: null, wanted: null,
  x: null, y: null, vx: null, vy: null, push: null, radius: null, pinned: null,
  // Cells of the quadtree, in flat lists that are kept between steps; four follow one another.
  child: new Int32Array(0), point: new Int32Array(0), mass: new Float64Array(0), sumX: new Float64Array(0), sumY: new Float64Array(0),
  stackCell: new Int32Array(512), stackSize: new Float64Array(512),
  cells: 0, size: 0,
  // A hashed grid: the first entity of a square, and the next one of the same square.
  head: new Int32Array(4096), next: new Int32Array(0), squareX: new Int32Array(0), squareY: new Int32Array(0),

  // Lists for the present stage; links hold places in them.
  take() {
    if (this.of === stageLinks && this.count === stage.length) return;
    this.of = stageLinks;
    const count = this.count = stage.length;
    for (const list of ["x", "y", "vx", "vy", "push", "radius", "degree"]) this[list] = new Float64Array(count);
    this.pinned = new Uint8Array(count);
    for (const list of ["next", "squareX", "squareY"]) this[list] = new Int32Array(count);
    const place = new Map(stage.map((node, i) => [node, i]));
    const joined = stageLinks.filter((link) => place.has(link.a) && place.has(link.b));
    this.ends = new Int32Array(joined.length * 2);
    joined.forEach((link, i) => {
      const [a, b] = [place.get(link.a), place.get(link.b)];
      this.ends[2 * i] = a; this.ends[2 * i + 1] = b;
      this.degree[a] += 1; this.degree[b] += 1;
    });
    const spread = count > 400 ? 0.75 : 1;
    stage.forEach((node, i) => {
      this.radius[i] = node.radius;
      this.push[i] = (70 + 26 * Math.sqrt(this.degree[i])) * spread;
    });
    this.wanted = Float64Array.from(joined, (link, i) => 34 + link.a.radius + link.b.radius
      + 3 * Math.sqrt(Math.min(this.degree[this.ends[2 * i]], this.degree[this.ends[2 * i + 1]])));
  },

  reserve(cells) {
    if (this.child.length >= cells) return;
    const grown = (list, Type) => { const next = new Type(cells * 2); next.set(list); return next; };
    this.child = grown(this.child, Int32Array);
    this.point = grown(this.point, Int32Array);
    this.mass = grown(this.mass, Float64Array);
    this.sumX = grown(this.sumX, Float64Array);
    this.sumY = grown(this.sumY, Float64Array);
  },

  tree() {
    const { count, x, y, push } = this;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < count; i += 1) {
      if (x[i] < left) left = x[i];
      if (x[i] > right) right = x[i];
      if (y[i] < top) top = y[i];
      if (y[i] > bottom) bottom = y[i];
    }
    this.size = Math.max(right - left, bottom - top, 1) * 1.01;
    // A cell is split at most 30 times on the way to one entity, and mostly far less often.
    this.reserve(256 + count * 16);
    let { child, point, mass, sumX, sumY } = this;
    let cells = 0;
    const cell = () => { child[cells] = -1; point[cells] = -1; mass[cells] = 0; sumX[cells] = 0; sumY[cells] = 0; cells += 1; };
    cell();
    for (let i = 0; i < count; i += 1) {
      let [at, cx, cy, half] = [0, left, top, this.size / 2];
      for (let depth = 0; ; depth += 1) {
        const empty = mass[at] === 0;
        mass[at] += push[i]; sumX[at] += x[i] * push[i]; sumY[at] += y[i] * push[i];
        if (child[at] < 0) {
          if (empty) { point[at] = i; break; }
          if (depth > 30) break;
          if (cells + 4 > child.length) {
            this.reserve(cells + 4);
            ({ child, point, mass, sumX, sumY } = this);
          }
          const first = cells;
          cell(); cell(); cell(); cell();
          const old = point[at];
          child[at] = first;
          point[at] = -1;
          if (old >= 0) {
            const place = first + (x[old] >= cx + half ? 1 : 0) + (y[old] >= cy + half ? 2 : 0);
            point[place] = old;
            mass[place] = push[old]; sumX[place] = x[old] * push[old]; sumY[place] = y[old] * push[old];
          }
        }
        const [toRight, below] = [x[i] >= cx + half, y[i] >= cy + half];
        at = child[at] + (toRight ? 1 : 0) + (below ? 2 : 0);
        if (toRight) cx += half;
        if (below) cy += half;
        half /= 2;
      }
    }
    // From sums to middles.
    for (let at = 0; at < cells; at += 1) if (mass[at] > 0) { sumX[at] /= mass[at]; sumY[at] /= mass[at]; }
  },

  pushApart() {
    this.tree();
    const { count, x, y, vx, vy, child, point, mass, sumX, sumY, stackCell, stackSize, size, theta2, alpha } = this;
    for (let i = 0; i < count; i += 1) {
      const [px, py] = [x[i], y[i]];
      let [fx, fy, depth] = [0, 0, 1];
      stackCell[0] = 0; stackSize[0] = size * size;
      while (depth > 0) {
        depth -= 1;
        const at = stackCell[depth];
        if (mass[at] === 0 || point[at] === i) continue;
        const size2 = stackSize[depth];
        const dx = sumX[at] - px;
        const dy = sumY[at] - py;
        const distance2 = dx * dx + dy * dy;
        if (child[at] < 0 || size2 < theta2 * distance2) {
          const force = mass[at] / (distance2 > 60 ? distance2 : 60);
          fx += dx * force;
          fy += dy * force;
        } else {
          for (let quarter = child[at]; quarter < child[at] + 4; quarter += 1) {
            stackCell[depth] = quarter; stackSize[depth] = size2 / 4;
            depth += 1;
          }
        }
      }
      vx[i] -= fx * alpha;
      vy[i] -= fy * alpha;
    }
  },

  // Entities do not cover one another: pairs in neighbouring squares of a grid are held apart.
  collide() {
    const side = 48;
    const { count, x, y, vx, vy, radius, head, next, squareX, squareY } = this;
    const bucket = (sx, sy) => (Math.imul(sx, 73856093) ^ Math.imul(sy, 19349663)) & (head.length - 1);
    head.fill(-1);
    for (let i = 0; i < count; i += 1) {
      const [sx, sy] = [Math.floor(x[i] / side), Math.floor(y[i] / side)];
      squareX[i] = sx; squareY[i] = sy;
      // Those that stand here already, and around: each pair is met once.
      for (let nx = sx - 1; nx <= sx + 1; nx += 1) {
        for (let ny = sy - 1; ny <= sy + 1; ny += 1) {
          for (let j = head[bucket(nx, ny)]; j >= 0; j = next[j]) {
            if (squareX[j] !== nx || squareY[j] !== ny) continue;
            const least = radius[i] + radius[j] + 7;
            const [dx, dy] = [x[i] - x[j], y[i] - y[j]];
            const distance2 = dx * dx + dy * dy;
            if (distance2 >= least * least) continue;
            const distance = Math.sqrt(distance2) || 0.01;
            const move = ((least - distance) / distance) * 0.35;
            vx[j] -= dx * move; vy[j] -= dy * move;
            vx[i] += dx * move; vy[i] += dy * move;
          }
        }
      }
      const own = bucket(sx, sy);
      next[i] = head[own];
      head[own] = i;
    }
  },

  pullTogether() {
    const { ends, degree, wanted, x, y, vx, vy, alpha } = this;
    for (let i = 0; i < wanted.length; i += 1) {
      const [a, b] = [ends[2 * i], ends[2 * i + 1]];
      const dx = x[b] + vx[b] - x[a] - vx[a] || 0.01;
      const dy = y[b] + vy[b] - y[a] - vy[a] || 0.01;
      const distance = Math.sqrt(dx * dx + dy * dy);
      const pull = (((distance - wanted[i]) / distance) * alpha) / Math.min(degree[a], degree[b]);
      const share = degree[a] / (degree[a] + degree[b]);
      vx[b] -= dx * pull * share; vy[b] -= dy * pull * share;
      vx[a] += dx * pull * (1 - share); vy[a] += dy * pull * (1 - share);
    }
  },

  // Steps until it is cold, so many are done or the time is over; one at least.
  run(most, milliseconds) {
    if (!this.warm) return;
    this.take();
    const { count, x, y, vx, vy, pinned } = this;
    for (let i = 0; i < count; i += 1) {
      const node = stage[i];
      x[i] = node.x; y[i] = node.y; vx[i] = node.vx; vy[i] = node.vy; pinned[i] = node.pinned ? 1 : 0;
    }
    const end = performance.now() + milliseconds;
    for (let steps = 0; this.warm && steps < most && (steps === 0 || performance.now() < end); steps += 1) {
      this.alpha -= this.alpha * 0.026;
      this.pullTogether();
      this.pushApart();
      this.collide();
      const [across, down] = [0.05 * this.alpha * this.narrow, 0.05 * this.alpha / this.narrow];
      for (let i = 0; i < count; i += 1) {
        if (pinned[i]) { vx[i] = 0; vy[i] = 0; continue; }
        vx[i] = (vx[i] - x[i] * across) * 0.6;
        vy[i] = (vy[i] - y[i] * down) * 0.6;
        x[i] += vx[i];
        y[i] += vy[i];
      }
    }
    for (let i = 0; i < count; i += 1) {
      const node = stage[i];
      node.x = x[i]; node.y = y[i]; node.vx = vx[i]; node.vy = vy[i];
    }
  },

  // What one frame of the drawing does: one step of a small stage, more of a large one, whose way is longer.
  frame() { this.run(stage.length > 300 ? 4 : 1, 8); },

  // The middle pulls less along the longer side of the window.
  narrow: 1,

  heat(alpha) { this.alpha = Math.max(this.alpha, alpha); },
  get warm() { return this.alpha > 0.004; },

  // As many steps as fit into some milliseconds, so that the page opens with a drawing, not a knot.
  settle(milliseconds) { this.run(400, milliseconds); },

  // First places: on a spiral (Vogel 1979), the most important in the middle.
  spiral(list) {
    list.slice().sort(byRank).forEach((node, place) => {
      const radius = 26 * Math.sqrt(place + 0.5);
      const angle = place * Math.PI * (3 - Math.sqrt(5));
      Object.assign(node, { x: radius * Math.cos(angle), y: radius * Math.sin(angle), vx: 0, vy: 0 });
    });
  },

  // New ones stand around the entity that brought them.
  around(centre, list) {
    const start = Math.atan2(centre.y, centre.x) - 1.2;
    list.forEach((node, place) => {
      const angle = start + (place + 0.5) * (2 * Math.PI / Math.max(list.length, 3));
      const radius = centre.radius + 34 + 9 * (place % 3);
      Object.assign(node, { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle), vx: 0, vy: 0 });
    });
  },
};
