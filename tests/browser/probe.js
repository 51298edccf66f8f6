// Runs in every page before its own scripts: notes what moves and what is refused, and answers the tests' questions.
(() => {
  const probe = (window.probe = { shift: 0, refused: [], focused: [] });

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) probe.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  document.addEventListener("securitypolicyviolation", (event) => {
    probe.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
  });

  const name = (element) => {
    const words = (element.getAttribute("aria-label") || element.textContent || "").trim().replace(/\s+/g, " ");
    const at = element.id ? `#${element.id}` : element.getAttribute("class") ? `.${element.getAttribute("class")}` : "";
    return `<${element.localName}${at}> ${words.slice(0, 40)}`;
  };
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  // Words that only screen readers get are one pixel large on purpose; so are column headings that stand in each cell.
  const spoken = (element) =>
    element.closest(".hidden, .skip, .sr-only, .ds-sr-only, .ds-skip-link, .stacks thead") !== null;

  // Bytes that came over the wire until the page was shown, heads of the answers included.
  probe.weight = () => {
    const [page] = performance.getEntriesByType("navigation");
    const first = performance.getEntriesByType("resource").filter((one) => one.startTime <= page.loadEventEnd);
    return [page, ...first].reduce((sum, one) => sum + one.transferSize, 0);
  };

  // What makes the page wider than the window: elements that stick out and lie in nothing that scrolls by itself.
  probe.wide = () => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const inside = (element) => {
      for (let one = element.parentElement; one; one = one.parentElement) {
        if (getComputedStyle(one).overflowX !== "visible") return true;
      }
      return false;
    };
    const out = [...document.body.querySelectorAll("*")].filter(
      (one) => shown(one) && !inside(one) && one.getBoundingClientRect().right > room + 1,
    );
    return [`${document.documentElement.scrollWidth} px`, ...out.slice(-3).map(name)];
  };

  // Texts that a box cuts off: it hides what overflows, and something does.
  probe.clipped = () =>
    [...document.body.querySelectorAll("*")]
      .filter((one) => {
        if (one.closest("svg") || !shown(one) || spoken(one) || !one.textContent.trim()) return false;
        const style = getComputedStyle(one);
        if (style.display === "inline" || one.clientWidth === 0) return false;
        const cut = (way) => way === "hidden" || way === "clip";
        return (
          (cut(style.overflowX) && one.scrollWidth > one.clientWidth + 1) ||
          (cut(style.overflowY) && one.scrollHeight > one.clientHeight + 1)
        );
      })
      .slice(0, 5)
      .map(name);

  // The text spacing of WCAG 1.4.12, which a reader may ask for.
  probe.space = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  };

  // Headings and landmarks, as a screen reader walks them.
  probe.structure = () => {
    const faults = [];
    const count = (selector, wanted) => {
      const found = [...document.querySelectorAll(selector)].filter(shown).length;
      if (found !== wanted) faults.push(`${found} × ${selector}`);
    };
    count("h1", 1);
    count("main, [role=main]", 1);
    count("body > header", 1);
    count("body > footer", 1);
    for (const figure of document.querySelectorAll(".drawings-two")) {
      const drawn = [...figure.querySelectorAll("svg")].filter(shown).length;
      if (drawn !== 1) faults.push(`${drawn} of two layouts of a figure are shown`);
    }
    let before = 0;
    for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
      if (!shown(heading)) continue;
      const level = Number(heading.localName[1]);
      if (before === 0 ? level !== 1 : level > before + 1) faults.push(`h${level} after h${before}: ${name(heading)}`);
      if (!heading.textContent.trim()) faults.push(`empty h${level}`);
      before = level;
    }
    for (const kind of ["nav", "main [role=region], main section[aria-label], main section[aria-labelledby]"]) {
      const labels = [...document.querySelectorAll(kind)].filter(shown).map((one) => {
        const by = one.getAttribute("aria-labelledby");
        return by ? document.getElementById(by)?.textContent.trim() : one.getAttribute("aria-label");
      });
      if (labels.some((label) => !label)) faults.push(`${kind} without a name`);
      const twice = labels.filter((label, at) => labels.indexOf(label) !== at);
      if (kind === "nav" && twice.length) faults.push(`${kind} twice: ${twice}`);
    }
    return faults;
  };

  // What stands in the main part and is not shown, though nobody folded it away; what only a script can do says so.
  probe.hidden = () =>
    [...document.querySelectorAll("main :is(h2, h3, h4, p, li, td, th, dt, dd, a[href], label, input, select, textarea, button)")]
      .filter((one) => one.type !== "hidden" && !shown(one) && !one.closest("details:not([open]), datalist, template, [hidden], [data-scripted], .drawings-two svg"))
      .slice(0, 5)
      .map(name);

  // What moves by itself, or would move on being touched.
  probe.moving = () =>
    [...document.querySelectorAll("*")]
      .filter((one) => {
        const style = getComputedStyle(one);
        const lasts = (times) => times.split(", ").some((time) => parseFloat(time) > 0.01);
        return (
          (style.animationName !== "none" && lasts(style.animationDuration)) ||
          (/all|transform|translate|inset|top|left|margin|width|height/.test(style.transitionProperty) &&
            lasts(style.transitionDuration))
        );
      })
      .slice(0, 5)
      .map(name);

  // Words in drawings that can hardly be told from what is drawn below them.
  const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const below = (element, x, y) => {
    for (const one of document.elementsFromPoint(x, y)) {
      if (one === element || one.closest("text") || one.contains(element) && one.closest("svg") && one.localName !== "svg") continue;
      const style = getComputedStyle(one);
      const drawn = one instanceof SVGElement && one.localName !== "svg" ? (one.localName === "line" ? style.stroke : style.fill) : style.backgroundColor;
      if (drawn.startsWith("url") || drawn === "none") continue;
      const colour = rgba(drawn);
      if (colour[3] === 255 && style.opacity === "1" && style.fillOpacity === "1") return colour;
    }
    return rgba("Canvas");
  };
  // Words that can hardly be told from their ground, by the colours the browser says it uses.
  probe.dim = () => {
    const own = (one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const ground = (one) => {
      for (let at = one; at; at = at.parentElement) {
        const colour = rgba(getComputedStyle(at).backgroundColor);
        if (colour[3] === 255) return colour;
      }
      return rgba("Canvas");
    };
    return [...document.body.querySelectorAll(":not(svg *)")]
      .filter((one) => own(one) && shown(one) && !spoken(one) && !one.disabled)
      .map((one) => [contrast(rgba(getComputedStyle(one).color), ground(one)), one])
      .filter(([ratio]) => ratio < 4.5)
      .slice(0, 5)
      .map(([ratio, one]) => `${ratio.toFixed(2)}: ${name(one)}`);
  };
  probe.faint = () => {
    const found = [];
    for (const words of document.querySelectorAll("main svg text")) {
      if (!shown(words) || !words.textContent.trim()) continue;
      words.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const box = words.getBoundingClientRect();
      const style = getComputedStyle(words);
      const size = parseFloat(style.fontSize) * (words.getScreenCTM()?.a ?? 1);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const ratio = contrast(rgba(style.fill), below(words, box.x + box.width / 2, box.y + box.height / 2));
      if (ratio < (large ? 3 : 4.5)) found.push(`${ratio.toFixed(2)}: ${name(words)}`);
    }
    scrollTo(0, 0);
    return found.slice(0, 8);
  };

  // Figures that are shown: name of the drawing, its width, its frame's width and that of what lies in it, least words.
  probe.drawn = () =>
    [...document.querySelectorAll("main figure svg")].filter(shown).map((one) => {
      const frame = one.parentElement;
      const sizes = [...one.querySelectorAll("text")].map(
        (words) => parseFloat(getComputedStyle(words).fontSize) * one.getScreenCTM().a,
      );
      return {
        name: one.getAttribute("aria-labelledby"),
        across: one.getBoundingClientRect().width,
        frame: frame.clientWidth,
        inside: frame.scrollWidth,
        least: Math.min(...sizes),
      };
    });

  // Words in drawings that are too small to be read.
  probe.small = () =>
    [...document.querySelectorAll("main svg text")]
      .filter((one) => shown(one) && one.textContent.trim())
      .map((one) => [parseFloat(getComputedStyle(one).fontSize) * (one.getScreenCTM()?.a ?? 1), one])
      .filter(([size]) => size < 9.5)
      .slice(0, 5)
      .map(([size, one]) => `${size.toFixed(1)} px: ${name(one)}`);

  // Texts by the language they are marked with: [language, words].
  probe.words = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const words = node.data.trim().replace(/\s+/g, " ");
      const holder = node.parentElement;
      if (!words || holder.closest("script, style, code, pre, kbd, textarea, [translate=no]")) continue;
      found.push([holder.closest("[lang]")?.getAttribute("lang") ?? "", words]);
    }
    for (const one of document.querySelectorAll("[aria-label], [title], [placeholder], img[alt]")) {
      for (const kind of ["aria-label", "title", "placeholder", "alt"]) {
        const words = one.getAttribute(kind);
        if (words) found.push([one.closest("[lang]")?.getAttribute("lang") ?? "", words]);
      }
    }
    return found;
  };

  // What Tab should stop at, in the order of the document, and what it did stop at.
  const tabbable = () =>
    [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]")]
      .filter((one) => one.tabIndex >= 0 && !one.disabled && one.type !== "hidden" && !one.closest("[inert]") && shown(one))
      // Of a group of radio buttons, Tab stops at one.
      .filter((one) => one.type !== "radio" || one.checked ||
        !document.querySelector(`input[type=radio][name="${CSS.escape(one.name)}"]:checked`));
  // The ring round a control; a small one's field has it instead.
  const rings = (element) =>
    [element, element.parentElement, element.parentElement?.parentElement].filter(Boolean).map((one) => {
      const style = getComputedStyle(one);
      const outline = style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0 ? "" : style.outline;
      return `${outline} ${style.boxShadow}`;
    });
  let wanted = [];
  let before = new Map();
  probe.watch = () => {
    document.activeElement.blur();
    wanted = tabbable();
    before = new Map(wanted.map((one) => [one, rings(one)]));
    probe.focused = [];
    return wanted.map(name);
  };
  probe.jump = (at) => {
    wanted[at].focus();
    probe.focused.pop();
  };
  document.addEventListener("focusin", ({ target: one }) => {
    const plain = before.get(one) ?? [];
    const box = one.getBoundingClientRect();
    probe.focused.push({
      name: name(one),
      marked: rings(one).some((ring, at) => ring !== " none" && ring !== plain[at]),
      there: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    });
  });
})();
