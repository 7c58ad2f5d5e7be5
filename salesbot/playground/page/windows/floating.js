// Puts a popup beside what opened it, where there is room, and takes it away when the page moves.

/**
 * Places `popup` under (or above) `anchor`. `match` gives it the anchor's width, `above` prefers the upper side,
 * `end` lines up the right edges. Gives back a function that stops watching; `onAway` is called when it has to go.
 */
export function placeBeside(popup, anchor, { match = false, above = false, end = false, onAway } = {}) {
  popup.style.position = "fixed";
  const put = () => {
    const box = anchor.getBoundingClientRect();
    if (match) popup.style.minWidth = `${box.width}px`;
    const width = popup.offsetWidth;
    const below = window.innerHeight - box.bottom - 12;
    const over = box.top - 12;
    const up = above ? over > Math.min(popup.scrollHeight, 180) || over > below : below < Math.min(popup.scrollHeight, 180) && over > below;
    popup.style.maxHeight = `${Math.max(120, Math.min(380, up ? over : below))}px`;
    const left = end ? box.right - width : box.left;
    popup.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
    popup.style.top = up ? "auto" : `${box.bottom + 4}px`;
    popup.style.bottom = up ? `${window.innerHeight - box.top + 4}px` : "auto";
  };
  put();
  const grown = new ResizeObserver(put);
  grown.observe(popup);
  // What scrolls elsewhere does not move the anchor; on a phone the keyboard changes the window's size.
  const away = (event) => {
    if (event.target.contains(anchor) && !popup.contains(event.target)) onAway?.();
  };
  window.addEventListener("resize", put);
  document.addEventListener("scroll", away, true);
  return () => {
    grown.disconnect();
    window.removeEventListener("resize", put);
    document.removeEventListener("scroll", away, true);
  };
}
