// Rehearsing: seats of one game in several browsers; what a seat may not know never reaches its page.
import { h, problems, put, s, say } from "./dom.js";
import { ask } from "./net.js";
import { state } from "./state.js";

const key = (code) => `summitry game ${code}`;
const mine = () => { try { return JSON.parse(sessionStorage.getItem("summitry games") || "{}"); } catch { return {}; } };
function hold(code, found) {
  const all = mine();
  all[code] = { ...all[code], ...found };
  try { sessionStorage.setItem("summitry games", JSON.stringify(all)); } catch { /* only for this page */ }
  held[code] = all[code];
}
const held = mine();
let turn = 0;

function download(text, name, type = "text/plain") {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

export function view(place, code) {
  turn += 1;
  if (code) { table(place, code); return; }
  const parties = Object.entries(state.info.parties);
  const seed = h("input", { type: "number", id: "seed", min: 0, value: 1 });
  const types = Object.entries(state.info.types).map(([party, names]) => [party, h("select", { id: `type-${party}` }, h("option", { value: "" }, "by chance"), names.map((n) => h("option", { value: n }, n)))]);
  const seat = h("select", { id: "alone" }, parties.map(([p, m]) => h("option", { value: p }, m.label)));
  const out = h("div", {});
  async function make() {
    const chosen = Object.fromEntries(types.map(([p, x]) => [p, x.value]).filter(([, v]) => v));
    const said = await ask("game_new", { doc: state.doc, settings: state.settings, seed: Number(seed.value) || 0, types: chosen });
    if (!said.done) { put(out, problems(said)); return null; }
    hold(said.done.code, { key: said.done.key });
    return said.done.code;
  }
  const alone = h("button", { type: "button", onclick: async () => {
    const made = await make();
    if (!made) return;
    const took = await ask("game_take", { code: made, party: seat.value });
    if (!took.done) { put(out, problems(took)); return; }
    hold(made, { seat: seat.value, seatKey: took.done.key });
    await ask("game_begin", { code: made, key: held[made].key });
    location.hash = `#rehearse/${made}`;
  } }, "Play alone");
  const group = h("button", { type: "button", onclick: async () => { const made = await make(); if (made) location.hash = `#rehearse/${made}`; } }, "Open a table for several");
  const sheets = h("button", { type: "button", onclick: async () => {
    const said = await ask("sheets", { doc: state.doc, settings: state.settings });
    if (said.done) download(said.done.page, "role-sheets.html", "text/html"); else put(out, problems(said));
  } }, "Role sheets to print");
  const joined = h("input", { id: "code", autocomplete: "off" });
  put(place, h("h2", {}, "Rehearse"), h("p", {}, "Take a seat; the model plays the others by its equilibrium strategies, and chance falls by the scenario’s odds. Every uncertain number stands at its middle, or as you set it."),
    h("div", { class: "form" }, h("p", {}, h("label", { for: "seed" }, "Seed "), seed),
      types.map(([p, x]) => h("p", {}, h("label", { for: x.id }, `${state.info.parties[p].label} is `), x))),
    h("div", { class: "form" }, h("p", {}, h("label", { for: "alone" }, "Your seat "), seat, " ", alone), h("p", {}, group), h("p", {}, sheets),
      h("p", {}, h("label", { for: "code" }, "Code of a table "), joined, " ", h("button", { type: "button", onclick: () => { if (joined.value.trim()) location.hash = `#rehearse/${joined.value.trim()}`; } }, "Join"))), out);
}

async function table(place, code) {
  const my = turn;
  const head = h("div", {});
  const body = h("div", { class: "play" });
  put(place, h("h2", {}, "Rehearsal ", h("code", {}, code)), head, body);
  const found = await ask("game_seats", { code });
  if (!found.done) { put(body, problems(found), h("p", {}, h("a", { href: "#rehearse" }, "Back to the beginning"))); return; }
  const names = found.done.parties;
  const view = h("div", {});
  const advice = h("div", { "aria-live": "polite" });
  const boss = h("div", {});
  put(body, view, advice, boss);
  let since = -1;
  while (my === turn && place.isConnected) {
    const me = held[code] || {};
    const as = me.seatKey || me.key;
    if (!as) { const now = await ask("game_seats", { code }); if (my !== turn) return; if (now.done) lobby(now.done); await new Promise((go) => setTimeout(go, 1500)); continue; }
    const said = await ask("game_view", { code, key: as, since });
    if (my !== turn) return;
    if (said.away) { await new Promise((go) => setTimeout(go, 2000)); continue; }
    if (!said.done) { put(view, problems(said)); return; }
    if (said.done.same) continue;
    since = said.done.version;
    if (!said.done.begun) lobby(said.done);
    else {
      put(head);
      if (me.seatKey) seat(said.done);
      else facilitate(said.done, view);
      if (me.seatKey && me.key && said.done.over) facilitate(said.done, boss, true);
    }
  }

  function lobby(now) {
    const me = held[code] || {};
    const rows = Object.entries(now.seats).map(([party, taken]) => h("li", {}, h("b", {}, names[party].label), " ",
      me.seat === party ? "is your seat" : taken ? "is taken" : me.seat ? "is free: the model plays it" : h("button", { type: "button", onclick: async () => {
        const took = await ask("game_take", { code, party });
        if (!took.done) { put(advice, problems(took)); return; }
        hold(code, { seat: party, seatKey: took.done.key });
        since = -1;
        lobby({ seats: took.done.seats });
      } }, `Sit down for ${names[party].label}`)));
    const address = `${location.origin}/#rehearse/${code}`;
    put(view, h("p", {}, "Others join at ", h("code", {}, address), " or with the code. Seats that stay free are played by the model."), h("ul", { class: "seats" }, rows),
      me.key ? h("p", {}, h("button", { type: "button", onclick: async () => { const ok = await ask("game_begin", { code, key: me.key }); if (!ok.done) put(advice, problems(ok)); } }, "Begin"), " You facilitate: you see all once it has begun, unless you sit down yourself.")
        : h("p", { class: "fn" }, me.seat ? "Waiting for the facilitator to begin." : "Take a seat; the facilitator begins."));
  }

  function story(list) {
    return h("div", { class: "known" }, list.map((part) => [h("h4", {}, part.stage), h("ul", {}, part.seen.length ? part.seen.map((t) => h("li", {}, t)) : h("li", { class: "fn" }, "nothing that you saw"))]));
  }

  function seat(now) {
    put(advice);
    const me = held[code];
    const meta = names[now.party];
    const body = [h("h3", { class: "who", style: `color:${meta.colour}` }, s("svg", { viewBox: "-7 -7 14 14", "aria-hidden": "true" }, s("path", { transform: "scale(5.6)", d: meta.path, fill: meta.colour })), " ", h("bdi", {}, meta.label), now.type ? h("small", {}, `, ${now.type}`) : null),
      h("h3", {}, "What you know"), story(now.known)];
    const sheet = h("button", { type: "button", onclick: async () => {
      const got = await ask("game_sheet", { code, key: me.seatKey });
      if (!got.done) { put(advice, problems(got)); return; }
      put(advice, h("article", { class: "paper" }, h("h3", {}, "Role sheet"), got.done.blocks.map((b) => [h("h4", {}, b.heading), h("ul", {}, b.lines.map((l) => h("li", {}, l)))])));
    } }, "My role sheet");
    if (now.turn) {
      const answer = h("fieldset", { class: "options" }, h("legend", {}, now.turn.question), now.turn.options.map((o) => h("button", { type: "button", class: "opt", onclick: async (e) => {
        for (const b of e.target.closest("fieldset").querySelectorAll("button")) b.disabled = true;
        const ok = await ask("game_choose", { code, key: me.seatKey, option: o.label, version: now.version });
        if (!ok.done) { put(advice, problems(ok)); for (const b of e.target.closest("fieldset").querySelectorAll("button")) b.disabled = false; }
      } }, h("bdi", {}, o.label), o.means ? h("small", {}, ` ${o.means}`) : null)));
      const help = h("button", { type: "button", onclick: async () => {
        const got = await ask("game_advice", { code, key: me.seatKey });
        put(advice, got.done ? h("div", { class: "paper" }, h("h3", {}, "The model’s advice"), got.done.lines.map((l) => h("p", {}, l))) : problems(got));
      } }, "What would the model do?");
      put(view, body, answer, h("div", { class: "tools" }, help, sheet));
      say(now.turn.question);
    } else if (now.over) {
      put(view, body);
      ending(now, view);
    } else put(view, body, h("p", { class: "busy" }, "Others are choosing."), h("div", { class: "tools" }, sheet));
  }

  function ending(now, where) {
    const blocks = now.end.map((b) => [h("h3", {}, b.heading), h("ul", { class: "plain" }, b.lines.map((l) => h("li", {}, l.trim())))]);
    where.append(h("div", { class: "paper end" }, blocks, now.place ? plot(now.place) : null, h("p", {}, h("button", { type: "button", onclick: () => download(now.transcript, `rehearsal-${code}.txt`) }, "Transcript as a file"))));
    say("The rehearsal is over.");
  }

  function facilitate(now, where, after = false) {
    const types = Object.values(now.types || {}).map((t) => h("li", {}, h("b", {}, t.label), `: ${t.type}`));
    const news = h("input", { id: "news", maxlength: 300 });
    const to = h("select", { id: "news-to" }, h("option", { value: "" }, "all"), Object.entries(names).map(([p, m]) => h("option", { value: p }, m.label)));
    const step = h("select", { id: "fix-step" }, Object.keys(now.fixable || {}).map((x) => h("option", { value: x }, x)));
    const option = h("select", { id: "fix-option" });
    const fillOptions = () => put(option, h("option", { value: "" }, "as the odds have it"), ((now.fixable || {})[step.value] || []).map((x) => h("option", { value: x, selected: (now.fixed || {})[step.value] === x }, x)));
    step.addEventListener("change", fillOptions);
    fillOptions();
    const key_ = held[code].key;
    const tried = async (what, args) => { const ok = await ask(what, { code, key: key_, ...args }); if (!ok.done) put(advice, problems(ok)); };
    if (after) { put(where); return; }
    put(where, h("h3", {}, "You facilitate"), h("p", { class: "fn" }, "Nobody else sees this."), h("ul", { class: "plain" }, types),
      h("h3", {}, "What happened"), h("ol", {}, now.moves.map((m) => h("li", {}, m))), now.news.length ? h("ul", {}, now.news.map((n) => h("li", {}, n))) : null,
      now.waiting ? h("p", { class: "busy" }, `Waiting for ${now.waiting}`) : null,
      now.over ? null : h("div", { class: "form" },
        h("p", {}, h("label", { for: "news" }, "Tell news "), news, " ", h("label", { for: "news-to" }, "to "), to, " ", h("button", { type: "button", onclick: () => news.value.trim() && tried("game_tell", { text: news.value.trim(), to: to.value ? [to.value] : [] }) }, "Tell")),
        step.options.length ? h("p", {}, h("label", { for: "fix-step" }, "Event "), step, " ", h("label", { for: "fix-option" }, "comes out as "), option, " ", h("button", { type: "button", onclick: () => tried("game_fix", { step: step.value, option: option.value }) }, "Set"), Object.keys(now.fixed).length ? h("span", { class: "fn" }, ` set: ${Object.entries(now.fixed).map(([a, b]) => `${a}: ${b}`).join("; ")}`) : null) : null),
      h("details", {}, h("summary", {}, "What each party has seen"), Object.entries(now.known).map(([p, list]) => [h("h4", {}, names[p].label), story(list)])));
    if (now.over) ending(now, where);
  }
}

// Gains over no agreement of two parties: every package that no red line forbids, and where it ended.
function plot(place) {
  const [a, b] = place.parties;
  if (!b) return null;
  const xs = place.all.map((g) => g[a]).concat(0, place.here[a]);
  const ys = place.all.map((g) => g[b]).concat(0, place.here[b]);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const px = (v) => 40 + 300 * (v - x0) / (x1 - x0 || 1);
  const py = (v) => 250 - 220 * (v - y0) / (y1 - y0 || 1);
  const label = (p) => state.info.parties[p].label;
  return h("figure", {}, s("svg", { viewBox: "0 0 380 300", class: "plot", role: "img", "aria-label": `Packages by what they bring ${label(a)} and ${label(b)}; the end is marked` },
    s("line", { x1: px(0), x2: px(0), y1: 20, y2: 260, class: "zero" }), s("line", { x1: 30, x2: 350, y1: py(0), y2: py(0), class: "zero" }),
    place.all.map((g) => s("circle", { cx: px(g[a]), cy: py(g[b]), r: 3, class: "pack" })),
    s("circle", { cx: px(place.here[a]), cy: py(place.here[b]), r: 7, class: "here" }),
    s("text", { x: 350, y: 285, "text-anchor": "end" }, `better for ${label(a)} →`), s("text", { x: 4, y: 14 }, `↑ better for ${label(b)}`)),
    h("figcaption", { class: "fn" }, `Each dot is a package that no red line rules out; the ring is where it ended${place.agreed ? `: ${place.agreed}` : ", without agreement"}. The lines are no agreement.`));
}
export { key };
