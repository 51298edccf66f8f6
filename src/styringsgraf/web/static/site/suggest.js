/* Suggestions under the search field: the combobox of ARIA 1.2. Without this file the field is a plain form. */

const WAIT = 150; // milliseconds without a key before anything is asked
const LEAST = 2; // letters

function option(one, at, lang) {
  const item = document.createElement("li");
  item.id = `suggestion-${at}`;
  item.role = "option";
  item.ariaSelected = "false";
  item.dataset.href = one.href;
  const name = document.createElement("span");
  name.className = "suggestion-name";
  name.dir = "auto";
  if (one.lang && one.lang !== lang) name.lang = one.lang;
  name.textContent = one.code && one.code !== one.text ? `${one.code} ${one.text}` : one.text;
  const facts = document.createElement("span");
  facts.className = "suggestion-facts";
  facts.textContent = [one.kind, one.plan].filter(Boolean).join(" · ");
  item.append(name, facts);
  item.dataset.text = one.text;
  return item;
}

class Suggestions {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("input[name=q]");
    this.lang = document.documentElement.lang;
    this.list = document.createElement("ul");
    this.list.id = "suggestions";
    this.list.role = "listbox";
    this.list.hidden = true;
    this.list.ariaLabel = form.dataset.list;
    this.said = document.createElement("p");
    this.said.className = "hidden";
    this.said.role = "status";
    form.append(this.list, this.said);
    this.at = -1;
    this.timer = 0;
    this.asking = null;
    const field = this.field;
    field.role = "combobox";
    field.ariaAutoComplete = "list";
    field.ariaExpanded = "false";
    field.setAttribute("aria-controls", this.list.id);
    field.addEventListener("input", () => this.wait());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    // Before the field loses its focus to the click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.follow(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const typed = this.field.value.trim();
    if (typed.length < LEAST && !/\d/.test(typed)) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(typed), WAIT);
  }

  async ask(typed) {
    this.asking = new AbortController();
    const address = `${this.form.dataset.suggest}?${new URLSearchParams({ q: typed, lang: this.lang })}`;
    try {
      const answer = await fetch(address, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return this.close();
      const { suggestions } = await answer.json();
      // What came late is not shown over what has been typed since.
      if (this.field.value.trim() === typed && document.activeElement === this.field) this.show(suggestions);
    } catch (fault) {
      if (fault.name !== "AbortError") this.close();
    }
  }

  show(suggestions) {
    this.list.replaceChildren(...suggestions.map((one, at) => option(one, at, this.lang)));
    this.choose(-1);
    this.list.hidden = suggestions.length === 0;
    this.field.ariaExpanded = String(suggestions.length > 0);
    const words = { 0: this.form.dataset.none, 1: this.form.dataset.one }[suggestions.length] ?? this.form.dataset.some;
    this.said.textContent = words.replace("{count}", suggestions.length);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.list.replaceChildren();
    this.choose(-1);
    this.field.ariaExpanded = "false";
    this.said.textContent = "";
  }

  choose(at) {
    this.at = at;
    this.options.forEach((one, place) => (one.ariaSelected = String(place === at)));
    const chosen = this.options[at];
    if (chosen) {
      this.field.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  follow(chosen) {
    if (!chosen) return;
    if (chosen.dataset.href) {
      location.assign(chosen.dataset.href);
    } else {
      this.field.value = chosen.dataset.text;
      this.form.requestSubmit();
    }
  }

  key(event) {
    const last = this.options.length - 1;
    const open = !this.list.hidden;
    if (event.key === "Escape" && open) {
      event.preventDefault(); // or the browser empties the field too
      this.close();
    } else if (event.key === "ArrowDown" && !open) {
      event.preventDefault();
      this.wait();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.choose(this.at >= last ? -1 : this.at + 1);
    } else if (event.key === "ArrowUp" && open) {
      event.preventDefault();
      this.choose(this.at < 0 ? last : this.at - 1);
    } else if (event.key === "Enter" && open && this.at >= 0) {
      event.preventDefault();
      this.follow(this.options[this.at]);
    }
  }
}

for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);
