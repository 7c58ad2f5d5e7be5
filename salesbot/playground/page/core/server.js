// The page's only way to its server: questions (GET), deeds (POST) and the stream of changes.
import { words } from "../words.js";

/** Asks for something; the answer always has `ok`, also when the server cannot be reached. */
export async function ask(path, query = {}) {
  const used = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const search = new URLSearchParams(used).toString();
  return answer(fetch(`/playground/${path}${search ? `?${search}` : ""}`, { headers: { accept: "application/json" } }));
}

/** Does something. */
export async function tell(path, body) {
  return answer(fetch(`/playground/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  }));
}

async function answer(request) {
  try {
    const response = await request;
    const body = await response.json();
    return typeof body.ok === "boolean" ? body : { ok: response.ok, ...body };
  } catch {
    return { ok: false, error: "unreachable", message: words.server.unreachable };
  }
}

/** What to show a person when an answer is not ok. */
export function complaint(reply) {
  return reply.message || words.server.refused(reply.error || "");
}

/**
 * Follows the changes that this member may see. From the moment that `here` settles none is missed; what comes before
 * `begin` waits, so that a picture asked for in between is never laid over a newer change. `onBack` is called when the
 * stream was lost and is there again: whatever happened in between has to be asked for.
 */
export function follow(member, { onChange, onLost, onBack }) {
  const source = new EventSource(`/playground/events?as=${encodeURIComponent(member)}`);
  let lost = false;
  let waiting = [];
  const here = new Promise((resolve) => {
    const arrived = () => {
      resolve();
      if (lost) onBack();
      lost = false;
    };
    source.onmessage = (event) => {
      const change = JSON.parse(event.data);
      if (change.type === "here") arrived();
      else if (waiting) waiting.push(change);
      else onChange(change);
    };
    source.onerror = () => {
      lost = true;
      resolve();
      onLost();
    };
  });
  const begin = () => {
    const held = waiting || [];
    waiting = null;
    held.forEach(onChange);
  };
  return { here, begin, stop: () => source.close() };
}
