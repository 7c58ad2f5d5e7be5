// Where one is: who acts, which conversation is open, which thread. It stands in the address, so that two windows
// can be two people, and Back works.

/** What the address says. */
export function place() {
  const hash = new URLSearchParams(location.hash.replace(/^#\/?/, ""));
  return {
    as: hash.get("as"), channel: hash.get("channel"), thread: hash.get("thread"), tab: hash.get("tab"),
  };
}

/** The address of another place, for links. Without its slash it would be read as a jump within this page. */
export function addressOf(change) {
  const there = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...place(), ...change })) if (value) there.set(name, value);
  return `#/${there}`;
}

/** Goes there. `replace` leaves no step in the history. */
export function go(change, { replace = false } = {}) {
  const address = addressOf(change);
  if (address === location.hash) return;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  window.dispatchEvent(new Event("placechange"));
}

/** Calls `moved` whenever the place changes, by the page or by the person. */
export function onMove(moved) {
  window.addEventListener("placechange", moved);
  window.addEventListener("hashchange", moved);
  window.addEventListener("popstate", moved);
}
