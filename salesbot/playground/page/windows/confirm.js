// Confirmation dialogs: of an element, and the page's own small questions.
import { freshId, h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { plain, textBox } from "../kit/text.js";
import { words } from "../words.js";

/** Asks as the element's confirm object wants it asked; true when the person agreed. */
export function confirmed(confirm) {
  const style = confirm.style === "danger" ? "button button-danger" : "button button-primary";
  return question({
    title: plain(confirm.title), body: textBox(confirm.text), yes: plain(confirm.confirm) || words.confirm.yes,
    no: plain(confirm.deny) || words.confirm.no, style,
  });
}

/** A dialog with a title, a body and two buttons. `ready` may refuse the yes. */
export function question({ title, body, yes, no = words.confirm.no, style = "button button-primary", ready = () => true }) {
  return new Promise((answer) => {
    const id = freshId("question");
    const dialog = h("dialog", { class: "dialog dialog-small", "aria-labelledby": id });
    const close = (agreed) => {
      dialog.close();
      dialog.remove();
      answer(agreed);
    };
    dialog.append(
      h("div", { class: "dialog-head" }, h("h2", { class: "dialog-title", id }, title),
        h("button", { type: "button", class: "button-bare dialog-close", "aria-label": words.modal.close, on: { click: () => close(false) } }, icon("close"))),
      h("form", { class: "dialog-form", on: { submit: (event) => { event.preventDefault(); if (ready()) close(true); } } },
        h("div", { class: "dialog-body" }, body),
        h("div", { class: "dialog-foot" },
          h("button", { type: "button", class: "button", on: { click: () => close(false) } }, no),
          h("button", { type: "submit", class: style }, yes))));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    (dialog.querySelector("input, textarea") || dialog.querySelector("button[type=submit]")).focus();
  });
}
