// Modals: a stack of views of which the uppermost is shown; what was entered below stays as it was.
import { freshId, h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { complaint, tell } from "../core/server.js";
import { store } from "../core/store.js";
import { drawBlocks } from "../kit/blocks.js";
import { faultsBeforeSending } from "../kit/input.js";
import { Surface, Values } from "../kit/surface.js";
import { plain } from "../kit/text.js";
import { words } from "../words.js";
import { toast } from "./toast.js";

const MOST_VIEWS = 3;

class ModalStack {
  constructor() {
    this.stack = [];
    this.dialog = null;
    this.opener = null;
  }

  get top() {
    return this.stack[this.stack.length - 1];
  }

  /** A first view, in place of whatever was open. */
  open(view) {
    if (this.stack.some((layer) => layer.view.id === view.id)) return this.update(view);
    this.stack = [];
    return this.push(view);
  }

  /** What was open when the page was loaded, from the lowest view up. */
  restore(views) {
    if (this.stack.length) return;
    for (const view of views || []) this.push(view);
  }

  /** A view above the others. */
  push(view) {
    if (this.stack.some((layer) => layer.view.id === view.id)) return this.update(view);
    if (this.stack.length >= MOST_VIEWS) this.stack.shift();
    this.stack.push({ view, values: new Values(), errors: {}, sending: false });
    return this.draw(true);
  }

  /** New content for a view: what was typed stays where block and action ids are the same. */
  update(view) {
    const layer = this.stack.find((one) => one.view.id === view.id);
    if (!layer) return;
    layer.view = view;
    layer.errors = {};
    layer.sending = false;
    if (layer === this.top) this.draw(false);
  }

  /** What the bot found wrong. */
  showErrors({ view_id: viewId, errors, general }) {
    const layer = this.stack.find((one) => one.view.id === viewId);
    if (!layer) return;
    layer.errors = errors || {};
    layer.general = general || "";
    layer.sending = false;
    if (layer === this.top) this.draw(false, true);
  }

  /** A view was closed by the bot or by its submit; `cleared` takes all of them away. */
  closed(viewId, cleared) {
    if (!this.stack.length) return;
    const before = this.top;
    this.stack = cleared ? [] : this.stack.filter((layer) => layer.view.id !== viewId);
    if (!this.stack.length) this.leave();
    else if (this.top !== before) this.draw(true);
  }

  /** Nothing may stay open: another person acts, or the workspace began anew. */
  dismissAll() {
    this.stack = [];
    this.leave();
  }

  leave() {
    if (!this.dialog) return;
    this.dialog.close();
    this.dialog.remove();
    this.dialog = null;
    if (this.opener?.isConnected) this.opener.focus({ preventScroll: true });
  }

  draw(fresh, toFault = false) {
    if (!this.dialog) {
      this.opener = document.activeElement;
      this.dialog = h("dialog", { class: "dialog modal" });
      this.dialog.addEventListener("cancel", (event) => {
        event.preventDefault();
        this.back();
      });
      document.body.append(this.dialog);
      this.dialog.showModal();
    }
    const focused = fresh ? null : this.focusedField();
    const scroll = fresh ? 0 : this.dialog.querySelector(".dialog-body")?.scrollTop || 0;
    const layer = this.top;
    const titleId = freshId("modal");
    this.dialog.setAttribute("aria-labelledby", titleId);
    this.dialog.replaceChildren(this.head(layer, titleId), this.form(layer));
    this.dialog.querySelector(".dialog-body").scrollTop = scroll;
    this.focus(toFault, focused);
  }

  head({ view }, id) {
    const back = this.stack.length > 1
      ? h("button", { type: "button", class: "button-bare", "aria-label": words.modal.back, on: { click: () => this.back() } }, icon("left"))
      : h("span", { class: "modal-app", "aria-hidden": "true" }, icon("bolt", 18));
    return h("div", { class: "dialog-head" }, back, h("h2", { class: "dialog-title", id }, plain(view.title)),
      h("button", { type: "button", class: "button-bare dialog-close", "aria-label": words.modal.close, on: { click: () => this.closeAll() } }, icon("close")));
  }

  form(layer) {
    const { view, values, errors, general, sending } = layer;
    const surface = new Surface("modal", { type: "view", view_id: view.id }, values);
    return h("form", { class: "dialog-form", novalidate: true, on: {
      submit: (event) => { event.preventDefault(); this.submit(layer); },
      keydown: (event) => { if (sendsOff(event)) { event.preventDefault(); this.submit(layer); } },
      input: (event) => mend(event.target, layer), change: (event) => mend(event.target, layer),
    } },
      h("div", { class: "dialog-body", tabindex: "-1" }, general ? h("div", { class: "alert alert-error", role: "alert" }, icon("warning"), general) : null,
        drawBlocks(view.blocks, surface, errors)),
      h("div", { class: "dialog-foot" }, h("span", { class: "dialog-by" }, words.modal.by(store.app.name)),
        h("button", { type: "button", class: "button", on: { click: () => this.back() } }, plain(view.close) || words.modal.cancel),
        view.submit ? h("button", { type: "submit", class: "button button-primary", disabled: sending, "aria-busy": sending ? "true" : null }, plain(view.submit)) : null));
  }

  focusedField() {
    const fields = [...this.dialog.querySelectorAll("input, textarea, button")];
    const at = fields.indexOf(document.activeElement);
    const field = fields[at];
    const block = field?.closest("[data-block]")?.dataset.block;
    return at < 0 ? null : { at, block, from: field.selectionStart, to: field.selectionEnd };
  }

  focus(toFault, focused) {
    const { dialog } = this;
    if (toFault) {
      const faulty = dialog.querySelector(".has-error input, .has-error textarea, .has-error button, .alert-error");
      if (faulty) {
        faulty.focus();
        faulty.scrollIntoView({ block: "center" });
        return;
      }
    }
    const again = focused && (focused.block ? dialog.querySelector(`[data-block="${CSS.escape(focused.block)}"] :is(input, textarea)`) : dialog.querySelectorAll("input, textarea, button")[focused.at]);
    const first = dialog.querySelector("[data-autofocus]") || dialog.querySelector(".dialog-body :is(input, textarea)") || dialog.querySelector(".dialog-foot .button-primary") || dialog.querySelector(".dialog-foot .button");
    (again || first)?.focus({ preventScroll: Boolean(again) });
    if (again && typeof focused.from === "number" && again.setSelectionRange && /^(text|search|url|tel|password|textarea)$/.test(again.type)) again.setSelectionRange(focused.from, focused.to);
  }

  async submit(layer) {
    if (layer.sending || !layer.view.submit) return;
    layer.errors = faultsBeforeSending(layer.view.blocks, layer.values);
    layer.general = "";
    if (Object.keys(layer.errors).length) {
      this.draw(false, true);
      return;
    }
    layer.sending = true;
    this.draw(false);
    const reply = await tell("submit", { as: store.me.id, view_id: layer.view.id, state: { values: layer.values.all() } });
    if (!this.stack.includes(layer)) return; // it was closed or replaced while it was on its way
    layer.sending = false;
    if (reply.ok) this.submitted(layer, reply.response_action);
    else if (reply.errors) this.showErrors({ view_id: layer.view.id, errors: reply.errors });
    else this.showErrors({ view_id: layer.view.id, errors: {}, general: complaint(reply) });
  }

  submitted(layer, action) {
    if (action === "clear") this.closed(layer.view.id, true);
    else if (!action) this.closed(layer.view.id, layer.view.clear_on_close);
    else if (layer === this.top) this.draw(false);
  }

  /** Closes the uppermost view, as its own button does. */
  back() {
    const layer = this.top;
    if (!layer) return;
    tell("close", { as: store.me.id, view_id: layer.view.id, is_cleared: false }).then(complainAbout);
    this.closed(layer.view.id, Boolean(layer.view.clear_on_close));
  }

  /** Closes all of them, as the cross does. */
  closeAll() {
    const root = this.stack[0];
    tell("close", { as: store.me.id, view_id: root.view.id, is_cleared: true }).then(complainAbout);
    this.closed(root.view.id, true);
  }
}

// Ctrl or Cmd with Enter sends a form off from any field, as in Slack; an open list takes Enter for itself.
function sendsOff(event) {
  return event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing && !event.defaultPrevented;
}

// An entry that is being changed is no longer called wrong.
function mend(field, layer) {
  const block = field.closest(".has-error");
  if (!block) return;
  delete layer.errors[block.dataset.block];
  block.classList.remove("has-error");
  block.querySelector(".field-error")?.remove();
  block.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
}

function complainAbout(reply) {
  if (!reply.ok) toast(complaint(reply), "error");
}

/** The modals of this window. */
export const modals = new ModalStack();
