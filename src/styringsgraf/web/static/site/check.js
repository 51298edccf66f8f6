// Check my plan: files by drag and drop, progress while they are sent and checked. Without this file the form is sent
// as any other, and the same page comes back.

const form = document.getElementById("check");
const input = document.getElementById("file");
const zone = input?.closest(".check-files");
const faults = document.getElementById("check-fault");

if (form && input && zone && faults) {
  const words = form.dataset;
  const list = document.createElement("ul");
  list.setAttribute("aria-label", words.chosen);
  zone.classList.add("droppable");

  const megabytes = (bytes) => new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit", unit: bytes < 1e6 ? "kilobyte" : "megabyte", maximumFractionDigits: 1,
  }).format(bytes / (bytes < 1e6 ? 1e3 : 1e6));
  const size = () => [...input.files].reduce((sum, file) => sum + file.size, 0);
  const tooLarge = () => size() > Number(words.most);

  const show = () => {
    list.replaceChildren(...[...input.files].map((file) => {
      const item = document.createElement("li");
      const name = document.createElement("bdi");
      name.textContent = file.name;
      item.append(name, ` (${megabytes(file.size)})`);
      return item;
    }));
    if (tooLarge()) {
      const item = document.createElement("li");
      item.className = "too-large";
      item.textContent = words.tooLarge;
      list.append(item);
    }
    if (list.childElementCount) zone.append(list);
    else list.remove();
  };
  input.addEventListener("change", show);
  show(); // a browser may have kept what was chosen

  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      if (event.dataTransfer?.types.includes("Files")) {
        event.preventDefault();
        zone.classList.add("dragged");
      }
    });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("dragged"));
  }
  zone.addEventListener("drop", (event) => {
    if (event.dataTransfer?.files.length) {
      event.preventDefault();
      input.files = event.dataTransfer.files;
      show();
      input.focus();
    }
  });

  form.addEventListener("submit", (event) => {
    if (form.elements.format.value !== "page") {
      return; // a file to download: the browser knows best
    }
    event.preventDefault();
    if (tooLarge()) {
      tell(words.tooLarge);
      return;
    }
    send();
  });

  function tell(sentence) {
    const box = document.createElement("div");
    box.setAttribute("role", "alert");
    const alert = document.createElement("div");
    alert.className = "ds-alert";
    alert.dataset.color = "danger";
    const heading = document.createElement("h2");
    heading.className = "ds-heading";
    heading.dataset.size = "2xs";
    heading.textContent = words.faultHeading;
    const line = document.createElement("p");
    const link = document.createElement("a");
    link.href = "#file";
    link.textContent = sentence;
    line.append(link);
    alert.append(heading, line);
    box.append(alert);
    faults.replaceChildren(box);
    link.focus();
  }

  function send() {
    const progress = document.getElementById("check-progress");
    const stage = document.getElementById("check-stage");
    const bar = document.getElementById("check-bar");
    const clock = document.getElementById("check-clock");
    const stop = document.getElementById("check-stop");
    const button = form.querySelector("button[type=submit]");
    const request = new XMLHttpRequest();
    let begun = 0;
    let ticking = 0;

    const checking = () => {
      if (ticking) {
        return;
      }
      stage.textContent = words.checking;
      bar.removeAttribute("value"); // how long it takes is not known
      begun = performance.now();
      ticking = setInterval(() => {
        clock.textContent = `${Math.round((performance.now() - begun) / 1000)} ${words.seconds}`;
      }, 1000);
    };
    const end = () => {
      clearInterval(ticking);
      clock.textContent = "";
      progress.hidden = true;
      button.disabled = false;
      window.removeEventListener("pagehide", leave);
    };
    const leave = () => request.abort(); // nobody waits any more: the check ends

    faults.replaceChildren();
    button.disabled = true;
    progress.hidden = false;
    stage.textContent = words.sending;
    bar.value = 0;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) {
        bar.value = Math.round((100 * event.loaded) / event.total);
      }
    });
    request.upload.addEventListener("load", checking);
    request.addEventListener("load", () => {
      end();
      arrived(request);
    });
    request.addEventListener("error", () => {
      end();
      tell(words.lost);
    });
    request.addEventListener("abort", () => {
      end();
      tell(words.stopped);
    });
    stop.onclick = () => request.abort();
    window.addEventListener("pagehide", leave);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.send(new FormData(form));
    stop.focus();
  }

  // Shows the page that came: a report in the place of this one; what was wrong above the form, files still chosen.
  function arrived(request) {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const fresh = page.getElementById("main");
    if (request.status !== 200 || !fresh) {
      const sentence = page.querySelector("#check-fault a") ?? page.querySelector("main .lead");
      tell(sentence?.textContent || words.lost);
      return;
    }
    document.title = page.title;
    for (const part of ["main", ".crumbs"]) {
      const old = document.querySelector(part);
      const made = page.querySelector(part);
      if (old && made) {
        old.replaceWith(made);
      } else if (made) {
        document.querySelector("main").before(made);
      }
    }
    // Back leads to the form again, as after any form.
    history.pushState(null, "", form.action);
    window.addEventListener("popstate", () => location.reload());
    const main = document.getElementById("main");
    main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
}
