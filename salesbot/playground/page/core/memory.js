// What this browser remembers: drafts, the theme, how far the guided line is. Without storage the page works as well.

const PREFIX = "salesbot-playground:";

/** The remembered value, or the other one. */
export function recall(key, otherwise = null) {
  try {
    const kept = localStorage.getItem(PREFIX + key);
    return kept === null ? otherwise : JSON.parse(kept);
  } catch {
    return otherwise;
  }
}

/** Remembers a value; null forgets it. */
export function remember(key, value) {
  try {
    if (value === null || value === "") localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // A browser may refuse storage: then nothing is kept beyond this page.
  }
}

const draftKey = (member, channel, thread) => `draft:${member}:${channel}${thread ? `:${thread}` : ""}`;

/** What this member has typed there and not sent. */
export function draft(member, channel, thread) {
  return recall(draftKey(member, channel, thread), "");
}

/** Keeps what is typed, until it is sent. */
export function keepDraft(member, channel, thread, text) {
  remember(draftKey(member, channel, thread), text.trim() ? text : null);
}
