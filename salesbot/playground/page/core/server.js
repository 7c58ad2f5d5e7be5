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
 * Follows the changes that this member may see. `onBack` is called when the stream was lost and is there again:
 * whatever happened in between has to be asked for.
 */
export function follow(member, { onChange, onLost, onBack }) {
  const source = new EventSource(`/playground/events?as=${encodeURIComponent(member)}`);
  let lost = false;
  source.onmessage = (event) => onChange(JSON.parse(event.data));
  source.onerror = () => {
    lost = true;
    onLost();
  };
  source.onopen = () => {
    if (lost) onBack();
    lost = false;
  };
  return () => source.close();
}
