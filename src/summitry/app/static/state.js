// What all views share: the document that is open, the numbers that were moved, the latest picture.
const listeners = new Map();

export const state = {
  doc: "", info: null, settings: {}, picture: null, kept: null, text: "", beside: true,
};

export function on(event, listener) {
  if (!listeners.has(event)) listeners.set(event, []);
  listeners.get(event).push(listener);
}

export function emit(event, detail) {
  for (const listener of listeners.get(event) || []) listener(detail);
}

export const key = () => `summitry ${state.info ? state.info.title : ""}`;

export function remember() {
  try { sessionStorage.setItem(key(), JSON.stringify({ settings: state.settings, kept: state.kept })); } catch { /* not kept */ }
}

export function recall() {
  try {
    const found = JSON.parse(sessionStorage.getItem(key()) || "{}");
    const known = new Set(state.info.numbers.map((n) => n.path));
    state.settings = Object.fromEntries(Object.entries(found.settings || {}).filter(([p, v]) => known.has(p) && typeof v === "string"));
    state.kept = found.kept || null;
  } catch { state.settings = {}; }
}

export const changed = () => Object.keys(state.settings).length;
