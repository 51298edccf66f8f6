/* Swagger UI on demand: it is large, and the list below says the same. Everything it needs comes from this host. */
const ways = document.getElementById("api");
const room = document.getElementById("swagger-ui");
const words = ways.dataset;
const open = ways.querySelector("button");
const said = document.createElement("p");
said.setAttribute("role", "status");
open.disabled = false;
ways.after(said);

function fetched(tag, attributes) {
  return new Promise((done, failed) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.addEventListener("load", done);
    element.addEventListener("error", failed);
    document.head.append(element);
  });
}

open.addEventListener("click", async () => {
  open.disabled = true;
  try {
    await Promise.all([fetched("link", { rel: "stylesheet", href: words.style }), fetched("script", { src: words.script })]);
  } catch {
    said.textContent = words.failed;
    open.disabled = false;
    return;
  }
  room.hidden = false;
  open.hidden = true;
  // Without a validator: it would tell a server abroad our address.
  SwaggerUIBundle({
    url: words.description,
    dom_id: "#swagger-ui",
    docExpansion: "list",
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
    onComplete: () => {
      room.tabIndex = -1;
      room.focus();
    },
  });
});
