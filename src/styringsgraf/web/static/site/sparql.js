/* Yasgui on demand: it is large, and the plain form does the same. Everything it needs comes from this host. */

const form = document.querySelector("#plain");
const field = form.querySelector("textarea[name=query]");
const room = document.querySelector("#yasgui");
const words = form.dataset;
room.lang = "en"; // Yasgui speaks nothing else
const prefixes = JSON.parse(document.querySelector("#prefixes").textContent)["@context"];

const open = document.createElement("button");
open.type = "button";
open.className = "ds-button sparql-open";
open.dataset.variant = "secondary";
open.textContent = words.open;
const said = document.createElement("p");
said.role = "status";
form.after(open, said);

let yasgui = null;

function fetched(tag, attributes) {
  return new Promise((done, failed) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.addEventListener("load", done);
    element.addEventListener("error", failed);
    document.head.append(element);
  });
}

/** Prefixes from this service; classes and properties would be asked for elsewhere. */
function ownPrefixes(Yasqe) {
  Yasqe.forkAutocompleter("prefixes", {
    name: "own-prefixes",
    persistenceId: null,
    get: () => Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`),
  });
}

function made(Yasgui) {
  ownPrefixes(Yasgui.Yasqe);
  Yasgui.Yasqe.defaults.autocompleters = ["own-prefixes", "variables"];
  return new Yasgui(room, {
    autofocus: false,
    populateFromUrl: false,
    persistenceId: null,
    copyEndpointOnNewTab: true,
    tabName: words.query,
    requestConfig: { endpoint: new URL(words.endpoint, location).href, method: "POST" },
    endpointCatalogueOptions: { getData: () => [] },
    yasqe: {
      value: field.value,
      persistenceId: null,
      prefixCcApi: null,
      autocompleters: ["own-prefixes", "variables"],
      createShortLink: undefined,
      editorHeight: "22rem",
      lineWrapping: true,
    },
    yasr: { prefixes, persistenceId: null, pluginOrder: ["table", "boolean", "response"], defaultPlugin: "table" },
  });
}

/** Names for what Yasgui leaves without: its words are English, ours are the page's. */
function named(selector, name, language) {
  for (const element of room.querySelectorAll(selector)) {
    if (element.ariaLabel === name) continue;
    element.ariaLabel = name;
    element.lang = language;
  }
}

/** Tab leads on, as everywhere else: an editor that keeps it would keep whoever has no mouse. */
function opened(editor) {
  const keys = editor.getOption("extraKeys");
  if (keys?.Tab !== false) editor.setOption("extraKeys", { ...keys, Tab: false, "Shift-Tab": false });
}

function mend() {
  for (const part of room.querySelectorAll(".CodeMirror")) opened(part.CodeMirror);
  for (const part of room.querySelectorAll(".CodeMirror-scroll")) part.tabIndex = 0; // it scrolls, so keys must reach it
  const page = document.documentElement.lang;
  named(".CodeMirror textarea", words.query, page);
  named(".yasqe_queryButton", words.run, page);
  named(".tableSizer", "Page size", "en");
  named(".tableFilter", "Filter query results", "en");
  for (const head of room.querySelectorAll(".yasr_results th")) {
    const title = head.querySelector(".dt-column-title");
    if (title && !title.textContent) title.textContent = "#";
  }
  for (const control of room.querySelectorAll(".yasr [aria-controls]")) {
    if (!document.getElementById(control.getAttribute("aria-controls"))) control.removeAttribute("aria-controls");
  }
}

const watching = new MutationObserver(mend);

function close() {
  watching.disconnect();
  const query = yasgui.getTab()?.getYasqe()?.getValue();
  if (query) field.value = query;
  yasgui.destroy();
  yasgui = null;
  room.replaceChildren();
  room.hidden = true;
  form.hidden = false;
  open.textContent = words.open;
}

open.addEventListener("click", async () => {
  if (yasgui) {
    close();
    return;
  }
  said.textContent = words.loading;
  try {
    if (!window.Yasgui) {
      await Promise.all([
        fetched("link", { rel: "stylesheet", href: words.style }),
        fetched("script", { src: words.script }),
      ]);
    }
    room.hidden = false;
    yasgui = made(window.Yasgui);
    yasgui.getTab().setQuery(field.value);
    watching.observe(room, { childList: true, subtree: true });
    mend();
    form.hidden = true;
    open.textContent = words.close;
    said.textContent = "";
  } catch (fault) {
    room.hidden = true;
    form.hidden = false;
    said.textContent = words.failed;
    console.error(fault);
  }
});
