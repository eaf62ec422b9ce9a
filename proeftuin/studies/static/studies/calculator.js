// The calculator, alive: the figures stand behind the # of the address, which no browser sends. Only who asked for a
// calculation once, or came by a link with figures, gets the next ones by itself. Without JavaScript the form does the same.
(() => {
  "use strict";
  const form = document.getElementById("calculator"), answer = document.getElementById("answer");
  const slider = document.getElementById("slider"), capital = form.elements.namedItem("cooperative_own_capital");
  const fields = new Map([...form.querySelectorAll("[data-field]")].map((box) => [box.dataset.field, box]));
  const WAIT = 350, LONGEST = 200;
  let asked = Boolean(document.querySelector("#answer > *")), timer = 0, pressed = false;

  const input = (name) => document.getElementById(`id_${name}`);
  const describe = (name, ...more) => {
    const ids = [document.getElementById(`id_${name}_helptext`)?.id, ...more].filter(Boolean);
    if (ids.length) input(name).setAttribute("aria-describedby", ids.join(" "));
    else input(name).removeAttribute("aria-describedby");
  };
  const value = (name) => (input(name).type === "checkbox" ? (input(name).checked ? "1" : "0") : input(name).value.trim());
  const put = (name, text) => {
    if (input(name).type === "checkbox") input(name).checked = text === "1";
    else if (input(name).tagName !== "SELECT" || [...input(name).options].some((one) => one.value === text)) input(name).value = text;
  };

  function mark(name) {
    const box = fields.get(name), example = box.dataset.example;
    if (example === undefined) return;
    const same = value(name) === example;
    box.querySelector(".badge").hidden = !same;
    box.querySelector("[name=reset]").hidden = same;
  }

  function state() {
    const found = new URLSearchParams();
    if (form.elements.namedItem("mode").value === "full") found.set("mode", "full");
    for (const [name, box] of fields) {
      if (name === "study" || value(name) === (box.dataset.example ?? "")) continue;
      found.set(name, value(name));
    }
    const [study, ...home] = value("study").split(":");
    if (study) found.set("study", study);
    if (home.join(":")) found.set("home", home.join(":"));
    return found;
  }

  const keep = () => history.replaceState(null, "", `${location.pathname}${location.search}#${state()}`);

  function chooseStudy(study, home) {
    const list = input("study"), options = [...list.options];
    const found = options.find((one) => one.value === `${study}:${home}`) ?? (home ? undefined : options.find((one) => one.value.startsWith(`${study}:`)));
    if (!found) list.add(new Option(home || study, `${study}:${home}`));
    list.value = found ? found.value : `${study}:${home}`;
  }

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    let known = false;
    for (const [name, text] of given) {
      if (name === "mode" && (text === "full" || text === "simple")) document.querySelector(`[name=mode][value=${text}]`).checked = true;
      else if (name !== "study" && fields.has(name)) put(name, text.slice(0, LONGEST));
      else if (name !== "study") continue;
      known = true;
    }
    if (given.get("study")) chooseStudy(given.get("study").slice(0, 60), (given.get("home") ?? "").slice(0, 130));
    fields.forEach((_box, name) => mark(name));
    return known;
  }

  function calculate(after = 0) {
    clearTimeout(timer);
    timer = setTimeout(() => htmx.trigger(form, "calculate"), after);
  }

  function complain() {
    fields.forEach((box, name) => {
      box.classList.remove("field--wrong");
      box.querySelectorAll(".errorlist").forEach((old) => old.remove());
      input(name).removeAttribute("aria-invalid");
      describe(name);
    });
    document.querySelectorAll(".calculator__more--wrong").forEach((group) => group.classList.remove("calculator__more--wrong"));
    document.querySelectorAll("[data-wrong]").forEach((line) => {
      const box = fields.get(line.dataset.wrong), list = document.createElement("ul"), item = document.createElement("li");
      if (!box) return;
      item.textContent = line.querySelector("span").textContent;
      list.className = "errorlist";
      list.id = `id_${line.dataset.wrong}_error`;
      list.append(item);
      box.classList.add("field--wrong");
      (box.querySelector(".calculator__input, .tick") ?? input(line.dataset.wrong)).before(list);
      input(line.dataset.wrong).setAttribute("aria-invalid", "true");
      describe(line.dataset.wrong, list.id);
      const group = box.closest("details");
      if (group) { group.open = true; group.classList.add("calculator__more--wrong"); }
    });
  }

  function slide() {
    const about = document.querySelector("#capital [data-low]");
    slider.hidden = !about || "fixed" in about.dataset;
    if (slider.hidden) return;
    slider.min = about.dataset.low;
    slider.max = about.dataset.high;
    slider.step = Math.max(1, Math.round((about.dataset.high - about.dataset.low) / 100 / 100) * 100);
    if (document.activeElement !== slider) slider.value = about.dataset.now;
  }

  function show(name) {
    const group = input(name).closest("details");
    if (group) {
      document.querySelector("[name=mode][value=full]").checked = true;
      group.open = true;
    }
    input(name).focus();
    input(name).scrollIntoView({ block: "center" });
  }

  form.addEventListener("input", (event) => {
    if (event.target === slider) capital.value = Number(slider.value).toLocaleString(document.documentElement.lang === "nl" ? "nl-BE" : "en");
    fields.forEach((_box, name) => mark(name));
    keep();
    if (asked) calculate(WAIT);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); asked = pressed = true; keep(); });
  form.addEventListener("click", (event) => {
    const reset = event.target.closest("[name=reset]");
    if (!reset) return;
    event.preventDefault();
    event.stopPropagation();
    const all = reset.value === "all";
    fields.forEach((box, name) => {
      if (all ? box.dataset.example !== undefined : name === reset.value) put(name, box.dataset.example);
      mark(name);
    });
    if (all) { input("study").value = ""; capital.value = ""; }
    else input(reset.value).focus();
    keep();
    if (asked) calculate();
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#id_']");
    if (!link) return;
    event.preventDefault();
    show(link.getAttribute("href").slice(4));
  });
  document.body.addEventListener("htmx:configRequest", (event) => { delete event.detail.headers["HX-Current-URL"]; });
  document.body.addEventListener("htmx:afterSettle", () => {
    complain();
    slide();
    const title = answer.querySelector("#answer-title, #errors");
    document.getElementById("said").textContent = answer.querySelector("#sentence, #errors h2")?.textContent ?? "";
    if (pressed && title) { title.focus(); title.scrollIntoView({ block: "start" }); }
    pressed = false;
  });
  const failed = document.getElementById("failed");
  for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.body.addEventListener(trouble, () => { failed.hidden = false; });
  document.body.addEventListener("htmx:afterSwap", () => { failed.hidden = true; });
  addEventListener("hashchange", () => {
    if (read()) { asked = true; calculate(); } else if (asked) keep();
  });
  addEventListener("beforeprint", () => document.querySelectorAll(".calculator__basis").forEach((one) => { one.open = true; }));

  const copy = document.querySelector("[data-copy]"), print = document.querySelector("[data-print]");
  copy.hidden = print.hidden = false;
  copy.addEventListener("click", () => {
    keep();
    navigator.clipboard?.writeText(location.href).then(() => { document.getElementById("said").textContent = copy.dataset.copy; copy.textContent = copy.dataset.copy; });
  });
  print.addEventListener("click", () => window.print());
  const known = read();
  slide();
  if (known) { asked = true; calculate(); }
})();
