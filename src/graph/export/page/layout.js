// Where entities stand: links pull, entities push one another away (Barnes & Hut 1986: those far
// off are taken together), a weak pull to the middle keeps parts together. The velocity scheme, with
// positions advanced by a decaying "alpha", is that of d3-force (Bostock, ISC licence).

const layout = {
  alpha: 0,
  theta2: 0.81,
  // Cells of the quadtree, in flat lists that are kept between steps.
  child: new Int32Array(0), point: new Int32Array(0), mass: new Float64Array(0), sumX: new Float64Array(0), sumY: new Float64Array(0),
  stackCell: new Int32Array(512), stackSize: new Float64Array(512),
  cells: 0, size: 0,

  reserve(cells) {
    if (this.child.length >= cells) return;
    const grown = (list, Type) => { const next = new Type(cells * 2); next.set(list); return next; };
    this.child = grown(this.child, Int32Array);
    this.point = grown(this.point, Int32Array);
    this.mass = grown(this.mass, Float64Array);
    this.sumX = grown(this.sumX, Float64Array);
    this.sumY = grown(this.sumY, Float64Array);
  },

  cell() {
    const cell = this.cells;
    this.cells += 1;
    this.child[cell] = -1; this.point[cell] = -1; this.mass[cell] = 0; this.sumX[cell] = 0; this.sumY[cell] = 0;
    return cell;
  },

  add(cell, node) {
    this.mass[cell] += node.push; this.sumX[cell] += node.x * node.push; this.sumY[cell] += node.y * node.push;
  },

  tree(list) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const node of list) {
      left = Math.min(left, node.x); right = Math.max(right, node.x);
      top = Math.min(top, node.y); bottom = Math.max(bottom, node.y);
    }
    this.size = Math.max(right - left, bottom - top, 1) * 1.01;
    this.cells = 0;
    this.reserve(256 + list.length * 8);
    this.cell();
    for (let i = 0; i < list.length; i += 1) {
      const node = list[i];
      let [cell, x, y, half] = [0, left, top, this.size / 2];
      for (let depth = 0; ; depth += 1) {
        this.add(cell, node);
        if (this.child[cell] < 0) {
          if (this.point[cell] < 0 && this.mass[cell] === node.push) { this.point[cell] = i; break; }
          if (depth > 30) break;
          this.reserve(this.cells + 4);
          const first = this.cell();
          this.cell(); this.cell(); this.cell();
          const old = this.point[cell];
          this.child[cell] = first;
          this.point[cell] = -1;
          if (old >= 0) {
            const place = first + (list[old].x >= x + half ? 1 : 0) + (list[old].y >= y + half ? 2 : 0);
            this.point[place] = old;
            this.add(place, list[old]);
          }
        }
        const [right, below] = [node.x >= x + half, node.y >= y + half];
        cell = this.child[cell] + (right ? 1 : 0) + (below ? 2 : 0);
        if (right) x += half;
        if (below) y += half;
        half /= 2;
      }
    }
  },

  pushApart(list) {
    this.tree(list);
    for (let i = 0; i < list.length; i += 1) {
      const node = list[i];
      let depth = 1;
      this.stackCell[0] = 0; this.stackSize[0] = this.size;
      while (depth > 0) {
        depth -= 1;
        const cell = this.stackCell[depth];
        const size = this.stackSize[depth];
        const mass = this.mass[cell];
        if (mass === 0 || this.point[cell] === i) continue;
        const dx = this.sumX[cell] / mass - node.x;
        const dy = this.sumY[cell] / mass - node.y;
        const distance2 = dx * dx + dy * dy;
        if (this.child[cell] < 0 || size * size < this.theta2 * distance2) {
          const force = (-mass * this.alpha) / Math.max(distance2, 60);
          node.vx += dx * force;
          node.vy += dy * force;
        } else {
          for (let quarter = 0; quarter < 4; quarter += 1) {
            this.stackCell[depth] = this.child[cell] + quarter; this.stackSize[depth] = size / 2;
            depth += 1;
          }
        }
      }
    }
  },

  // Entities do not cover one another: pairs in neighbouring squares of a grid are held apart.
  collide(list) {
    const side = 48;
    const grid = new Map();
    for (const node of list) {
      const key = Math.floor(node.x / side) * 65536 + Math.floor(node.y / side);
      const square = grid.get(key);
      if (square) square.push(node); else grid.set(key, [node]);
    }
    const apart = (a, b) => {
      const least = a.radius + b.radius + 7;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const distance2 = dx * dx + dy * dy;
      if (distance2 >= least * least) return;
      const distance = Math.sqrt(distance2) || 0.01;
      const move = ((least - distance) / distance) * 0.35;
      a.vx -= dx * move; a.vy -= dy * move;
      b.vx += dx * move; b.vy += dy * move;
    };
    for (const [key, square] of grid) {
      for (let i = 0; i < square.length; i += 1) for (let j = i + 1; j < square.length; j += 1) apart(square[i], square[j]);
      for (const step of [1, 65535, 65536, 65537]) {
        const next = grid.get(key + step);
        if (next) for (const a of square) for (const b of next) apart(a, b);
      }
    }
  },

  step() {
    const list = stage;
    this.alpha += (0 - this.alpha) * 0.026;
    const degree = new Map();
    for (const link of stageLinks) {
      degree.set(link.a, (degree.get(link.a) ?? 0) + 1);
      degree.set(link.b, (degree.get(link.b) ?? 0) + 1);
    }
    const spread = list.length > 400 ? 0.75 : 1;
    for (const node of list) node.push = (70 + 26 * Math.sqrt(degree.get(node) ?? 0)) * spread;
    for (const link of stageLinks) {
      const { a, b } = link;
      const [da, db] = [degree.get(a), degree.get(b)];
      const dx = b.x + b.vx - a.x - a.vx || 0.01;
      const dy = b.y + b.vy - a.y - a.vy || 0.01;
      const distance = Math.sqrt(dx * dx + dy * dy);
      const wanted = 34 + a.radius + b.radius + 3 * Math.sqrt(Math.min(da, db));
      const pull = (((distance - wanted) / distance) * this.alpha) / Math.min(da, db);
      const share = da / (da + db);
      b.vx -= dx * pull * share; b.vy -= dy * pull * share;
      a.vx += dx * pull * (1 - share); a.vy += dy * pull * (1 - share);
    }
    this.pushApart(list);
    this.collide(list);
    for (const node of list) {
      node.vx -= node.x * 0.05 * this.alpha * this.narrow;
      node.vy -= node.y * 0.05 * this.alpha / this.narrow;
      if (node.pinned) { node.vx = 0; node.vy = 0; continue; }
      node.vx *= 0.6; node.vy *= 0.6;
      node.x += node.vx; node.y += node.vy;
    }
  },

  // The middle pulls less along the longer side of the window.
  narrow: 1,

  heat(alpha) { this.alpha = Math.max(this.alpha, alpha); },
  get warm() { return this.alpha > 0.004; },

  // As many steps as fit into some milliseconds, so that the page opens with a drawing, not a knot.
  settle(milliseconds) {
    const end = performance.now() + milliseconds;
    for (let steps = 0; this.warm && steps < 400 && (steps < 30 || performance.now() < end); steps += 1) this.step();
  },

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
