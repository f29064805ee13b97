// The game tree from left to right, opened branch by branch: a colour for each party, dashed lines for information sets.
import { h, problems, put, s, say } from "./dom.js";
import { ask } from "./net.js";
import { state } from "./state.js";

const STEP = 260;
const ROW = 34;
const MOST = 400; // branches that are open at the same time

const percent = (v) => (v > 0 && v < 0.005 ? "under 1" : v > 0.995 && v < 1 ? "over 99" : String(Math.round(100 * v)));
const points = (v) => { const n = Math.round(Math.abs(100 * v)); return n ? `${v > 0 ? "+" : "−"}${n}` : "0"; };

export function view(place) {
  const nodes = new Map();
  const open = new Set();
  const svg = s("svg", { class: "tree-svg", role: "group", "aria-label": "Game tree, from left to right" });
  const box = h("div", { class: "tree-box", tabindex: 0, role: "region", "aria-label": "Game tree; scrolls" }, svg);
  const detail = h("div", { class: "detail", "aria-live": "polite" }, h("p", { class: "fn" }, "Point at a node, or step to it with Tab or the arrow keys, for its numbers. Enter opens and closes it."));
  const note = h("p", { class: "fn" }, "Opening …");
  const likely = h("button", { type: "button", onclick: () => follow() }, "Open the likeliest way");
  const close = h("button", { type: "button", onclick: () => { open.clear(); draw(0); } }, "Close all");
  put(place, h("h2", {}, "Game tree"), h("p", { class: "fn" }, "Every uncertain number stands at the middle of its law. ",
    "Filled marks: a party moves; hollow circles: chance; squares of ink: endings. Nodes that a party cannot tell apart are joined by a dashed line where both are shown."),
    h("div", { class: "tools" }, note, likely, close), box, detail, legend());

  function legend() {
    return h("p", { class: "keys" }, Object.values(state.info.parties).map((p) => h("span", { class: "pn", style: `color:${p.colour}` },
      s("svg", { viewBox: "-7 -7 14 14", "aria-hidden": "true" }, s("path", { transform: "scale(5.6)", d: p.path, fill: p.colour })), h("bdi", {}, p.label))));
  }

  async function load(node) {
    if (nodes.has(node) && nodes.get(node).kids) return true;
    const said = await ask("tree", { doc: state.doc, settings: state.settings, node });
    if (!said.done) { put(detail, problems(said)); note.textContent = ""; return false; }
    const { node: here, children, nodes: all } = said.done;
    nodes.set(here.node, { ...here, kids: children.map((c) => c.node), up: nodes.get(here.node)?.up ?? -1 });
    for (const child of children) if (!nodes.has(child.node)) nodes.set(child.node, { ...child, up: here.node });
    note.textContent = `${all.toLocaleString("en")} nodes in all.`;
    return true;
  }

  async function toggle(node) {
    if (open.has(node)) open.delete(node);
    else {
      if (open.size >= MOST) { say(`${MOST} branches are open; close some first.`); return; }
      if (!(await load(node))) return;
      open.add(node);
    }
    draw(node);
  }

  async function follow() {
    let node = 0;
    for (let k = 0; k < 60; k += 1) {
      if (!(await load(node))) return;
      const here = nodes.get(node);
      if (!here.kids.length) break;
      open.add(node);
      node = here.kids.reduce((a, b) => (nodes.get(b).chance > nodes.get(a).chance ? b : a));
    }
    draw(node);
  }

  function shown() {
    const rows = [];
    const walk = (node, depth) => {
      const here = nodes.get(node);
      const mine = { ...here, depth, y: 0 };
      const kids = open.has(node) && here.kids ? here.kids.map((k) => walk(k, depth + 1)) : [];
      if (kids.length) mine.y = (kids[0].y + kids.at(-1).y) / 2;
      else { mine.y = walk.next * ROW; walk.next += 1; }
      mine.drawn = kids;
      rows.push(mine);
      return mine;
    };
    walk.next = 0;
    walk(0, 0);
    return { rows, height: walk.next * ROW };
  }

  function describe(n) {
    const parties = state.info.parties;
    const mover = n.kind === "ending" ? "ends" : n.kind === "chance" ? "chance" : parties[n.party].label;
    const held = n.kind === "decision" && n.belief < 0.9995 ? `; ${parties[n.party].label} holds it likely by ${percent(n.belief)} in 100 that it stands here` : "";
    const values = Object.entries(n.values).map(([p, v]) => `${parties[p].label} ${points(v)}`).join(", ");
    return `${n.label ? `${n.label} (${percent(n.chance)} in 100): ` : ""}${mover}${n.kind === "ending" ? "" : " at"} “${n.what}”; reached in ${percent(n.reach)} of 100 cases${held}; worth from here on, in hundredths of the stake: ${values}` +
      (n.children ? `; ${n.below.toLocaleString("en")} nodes below` : "");
  }

  const look = (n) => put(detail, h("p", {}, describe(n)));

  function draw(focus) {
    const { rows, height } = shown();
    const width = (Math.max(...rows.map((r) => r.depth)) + 1) * STEP + 60;
    svg.setAttribute("width", width);
    svg.setAttribute("height", height + 30);
    svg.setAttribute("viewBox", `-16 -20 ${width} ${height + 30}`);
    const at = (n) => n.depth * STEP;
    const lines = [];
    const sets = new Map();
    for (const n of rows) {
      for (const kid of n.drawn) {
        lines.push(s("path", { class: "edge", d: `M${at(n)} ${n.y} C${at(n) + 55} ${n.y} ${at(kid) - 195} ${kid.y} ${at(kid) - 150} ${kid.y} L${at(kid) - 8} ${kid.y}`, "stroke-width": 0.8 + 4 * kid.chance }));
        const text = kid.label.length > 22 ? `${kid.label.slice(0, 21)}…` : kid.label;
        lines.push(s("text", { class: "el", x: at(kid) - 150, y: kid.y - 4, "text-anchor": "start" }, `${text}`));
        lines.push(s("text", { class: "ep", x: at(kid) - 150, y: kid.y + 12 }, percent(kid.chance)));
      }
      if (n.infoset >= 0) { if (!sets.has(n.infoset)) sets.set(n.infoset, []); sets.get(n.infoset).push(n); }
    }
    for (const mine of sets.values()) {
      mine.sort((a, b) => a.y - b.y);
      for (let k = 1; k < mine.length; k += 1) {
        const [a, b] = [mine[k - 1], mine[k]];
        lines.push(s("path", { class: "set", stroke: state.info.parties[a.party].colour, d: `M${at(a)} ${a.y + 8} C${at(a) + 14} ${(a.y + b.y) / 2} ${at(b) + 14} ${(a.y + b.y) / 2} ${at(b)} ${b.y - 8}` }));
      }
    }
    rows.sort((a, b) => a.y - b.y || a.depth - b.depth);
    const marks = rows.map((n) => {
      const party = state.info.parties[n.party];
      const mark = n.kind === "decision" ? s("path", { transform: "scale(6.5)", d: party.path, fill: party.colour })
        : n.kind === "chance" ? s("circle", { r: 6, class: "chance" }) : s("rect", { x: -3.5, y: -3.5, width: 7, height: 7, class: "ending" });
      const opens = n.children > 0;
      const g = s("g", { transform: `translate(${at(n)} ${n.y})`, tabindex: n.node === focus ? 0 : -1, role: opens ? "button" : "img", class: "node", "data-node": n.node, "aria-label": describe(n), ...(opens ? { "aria-expanded": open.has(n.node) ? "true" : "false" } : {}) },
        s("circle", { r: 13, class: "hit" }), mark,
        opens && !open.has(n.node) ? s("text", { class: "more", x: 10, y: 4 }, `+ ${n.what.length > 20 ? `${n.what.slice(0, 19)}…` : n.what}`) : null,
        n.kind === "ending" ? s("text", { class: "more", x: 10, y: 4 }, n.what.length > 24 ? `${n.what.slice(0, 23)}…` : n.what) : null);
      g.addEventListener("pointerenter", () => look(n));
      g.addEventListener("focus", () => { look(n); for (const other of svg.querySelectorAll(".node")) other.setAttribute("tabindex", other === g ? 0 : -1); });
      g.addEventListener("click", () => opens && toggle(n.node));
      g.addEventListener("keydown", (e) => keys(e, n, rows));
      return g;
    });
    put(svg, lines, marks);
    const there = svg.querySelector(`[data-node="${focus}"]`);
    if (there && place.contains(document.activeElement)) there.focus({ preventScroll: false });
  }

  function keys(e, n, rows) {
    const go = (node) => { const g = svg.querySelector(`[data-node="${node}"]`); if (g) { e.preventDefault(); g.focus(); } };
    if ((e.key === "Enter" || e.key === " ") && n.children) { e.preventDefault(); toggle(n.node); }
    else if (e.key === "ArrowRight") { if (open.has(n.node)) go(nodes.get(n.node).kids[0]); else if (n.children) { e.preventDefault(); toggle(n.node); } }
    else if (e.key === "ArrowLeft") { if (open.has(n.node)) { e.preventDefault(); toggle(n.node); } else go(n.up); }
    else if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      const same = rows.filter((r) => r.depth === n.depth);
      const next = same[same.findIndex((r) => r.node === n.node) + (e.key === "ArrowDown" ? 1 : -1)];
      if (next) go(next.node);
    }
  }

  load(0).then((ok) => ok && toggle(0));
}
