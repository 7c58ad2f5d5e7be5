// The words of the page in the language of who looks: `?language=sl` in the address, remembered; else the browser's.
import en from "./words/en.js";
import sl from "./words/sl.js";
import sw from "./words/sw.js";

const SPOKEN = { en, sl, sw };
const KEPT = "playground.language";

function choose() {
  const asked = new URLSearchParams(location.search).get("language");
  if (asked in SPOKEN) localStorage.setItem(KEPT, asked);
  const wanted = [localStorage.getItem(KEPT), ...navigator.languages].map((tag) => (tag ?? "").split("-")[0]);
  return wanted.find((tag) => tag in SPOKEN) ?? "en";
}

export const language = choose();
document.documentElement.lang = language;

export const words = SPOKEN[language];
