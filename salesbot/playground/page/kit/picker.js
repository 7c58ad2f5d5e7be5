// A select menu that can be searched: one or several choices, by mouse or keys (the combobox pattern of WAI-ARIA).
import { freshId, h, reconcile, topLayer } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { avatar } from "../talk/people.js";
import { words } from "../words.js";
import { placeBeside } from "../windows/floating.js";

/** Draws the menu; `load(typed)` gives [{label, entries}], `onChange(entries)` says false when it was refused. */
export function picker(options) {
  return new Picker(options).node;
}

class Picker {
  constructor(options) {
    this.options = options;
    this.chosen = options.chosen;
    this.entries = [];
    this.active = -1;
    this.list = null;
    this.input = h("input", {
      id: options.id, class: "picker-input", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-haspopup": "listbox", "aria-label": options.labelledby ? null : options.label,
      "aria-labelledby": options.labelledby || null, "aria-describedby": options.described || null,
      "aria-required": options.required ? "true" : null, "aria-invalid": options.invalid ? "true" : null,
      "data-autofocus": options.focus ? "true" : null,
      on: {
        input: () => this.typed(), focus: () => this.input.select(), blur: () => this.close(), click: () => this.open(),
        keydown: (event) => this.key(event),
      },
    });
    this.node = h("div", { class: options.multi ? "picker picker-multi" : "picker", on: { mousedown: (event) => this.grab(event) } });
    this.show();
  }

  // A click anywhere on the box is a click on its field.
  grab(event) {
    if (event.target === this.input || event.target.closest("button")) return;
    event.preventDefault();
    this.input.focus();
    if (this.list) this.close();
    else this.open();
  }

  show() {
    const { multi, clearable, placeholder } = this.options;
    this.input.placeholder = this.chosen.length && multi ? "" : placeholder;
    this.input.value = multi ? "" : this.chosen[0]?.text || "";
    const clear = clearable && !multi && this.chosen.length ? this.removal(this.chosen[0], "picker-clear") : null;
    const chips = multi ? this.chosen.map((entry) => h("span", { class: "picker-chip" }, entry.text, this.removal(entry, "picker-remove"))) : [];
    // The field itself stays in its place: taken out and put back, it would lose the focus and close the list.
    reconcile(this.node, [...chips, this.input, ...(clear ? [clear] : []), h("span", { class: "picker-arrow" }, icon("down", 16))]);
  }

  removal(entry, style) {
    return h("button", {
      type: "button", class: style, "aria-label": words.picker.remove(entry.text), on: { click: () => this.change(this.chosen.filter((one) => one !== entry)) },
    }, icon("close", 12));
  }

  async change(chosen) {
    const before = this.chosen;
    this.chosen = chosen;
    const hadFocus = this.node.contains(document.activeElement);
    this.show();
    if (hadFocus) this.input.focus();
    if ((await this.options.onChange(chosen)) === false) {
      this.chosen = before;
      this.show();
    }
  }

  typed() {
    this.load(this.input.value);
  }

  open() {
    if (this.list) return;
    this.load("");
  }

  async load(typed) {
    const round = (this.round = (this.round || 0) + 1);
    clearTimeout(this.pause);
    if (typed.length < this.options.leastTyped) {
      this.fill([], words.picker.typeMore(this.options.leastTyped));
      return;
    }
    if (this.options.asksBot) {
      this.fill([], words.picker.loading);
      await new Promise((done) => { this.pause = setTimeout(done, 180); });
    }
    const groups = round === this.round ? await this.options.load(typed) : null;
    if (groups && round === this.round && document.activeElement === this.input) this.fill(groups, words.picker.nothing);
  }

  fill(groups, emptyWords) {
    if (!this.list) {
      this.list = h("div", { class: "picker-list", role: "listbox", id: freshId("listbox"), "aria-label": this.options.label, "aria-multiselectable": this.options.multi ? "true" : null });
      topLayer(this.node).append(this.list);
      this.release = placeBeside(this.list, this.node, { match: true, onAway: () => this.close() });
      this.input.setAttribute("aria-expanded", "true");
      this.input.setAttribute("aria-controls", this.list.id);
    }
    this.entries = [];
    this.list.replaceChildren(...groups.flatMap((group) => this.group(group)));
    if (!this.entries.length) this.list.append(h("div", { class: "picker-empty", role: "option", "aria-disabled": "true", "aria-selected": "false" }, emptyWords));
    this.activate(this.entries.findIndex(({ entry }) => this.isChosen(entry)));
    if (this.active < 0 && this.entries.length) this.activate(0);
  }

  group({ label, entries }) {
    const rows = entries.map((entry) => this.row(entry));
    if (!label) return rows;
    return [h("div", { role: "group", "aria-label": label }, h("div", { class: "picker-group", "aria-hidden": "true" }, label), rows)];
  }

  row(entry) {
    const chosen = this.isChosen(entry);
    const node = h("div", {
      class: "picker-option", role: "option", id: freshId("choice"), "aria-selected": chosen ? "true" : "false",
      on: { mousedown: (event) => { event.preventDefault(); this.take(entry); }, mousemove: () => this.activate(this.entries.findIndex((one) => one.node === node)) },
    }, entry.member ? avatar(entry.member, 20) : null, h("span", { class: "picker-words" }, h("span", {}, entry.text),
      entry.description ? h("span", { class: "picker-note" }, entry.description) : null), chosen ? icon("check", 16) : null);
    this.entries.push({ entry, node });
    return node;
  }

  isChosen(entry) {
    return this.chosen.some((one) => one.key === entry.key);
  }

  activate(index) {
    if (this.entries[this.active]) this.entries[this.active].node.classList.remove("is-active");
    this.active = index;
    const node = this.entries[index]?.node;
    if (!node) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    node.classList.add("is-active");
    node.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", node.id);
  }

  take(entry) {
    if (!this.options.multi) {
      this.close();
      this.change([entry]);
      return;
    }
    const without = this.chosen.filter((one) => one.key !== entry.key);
    if (without.length === this.chosen.length && this.options.most && this.chosen.length >= this.options.most) return;
    this.change(without.length === this.chosen.length ? [...this.chosen, entry] : without);
    if (this.list) this.load("");
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!this.list) this.open();
      else if (this.entries.length) this.activate((this.active + step + this.entries.length) % this.entries.length);
    } else if (event.key === "Enter" && this.list) {
      event.preventDefault();
      if (this.entries[this.active]) this.take(this.entries[this.active].entry);
    } else if (event.key === "Escape" && this.list) {
      event.preventDefault(); // only the list closes, not the dialog around it
      event.stopPropagation();
      this.close();
    } else if (event.key === "Backspace" && this.options.multi && this.input.value === "" && this.chosen.length) {
      this.change(this.chosen.slice(0, -1));
    }
  }

  close() {
    clearTimeout(this.pause);
    this.round = (this.round || 0) + 1;
    if (!this.list) return;
    this.release();
    this.list.remove();
    this.list = null;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-controls");
    this.input.removeAttribute("aria-activedescendant");
    if (!this.options.multi) this.input.value = this.chosen[0]?.text || "";
    else this.input.value = "";
  }
}
