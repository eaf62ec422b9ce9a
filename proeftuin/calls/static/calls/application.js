// Keeps what is typed: every few seconds on the server, and in this browser tab while the server cannot be reached.
(() => {
  "use strict";
  const form = document.getElementById("application-form");
  if (!form) return;
  const words = form.dataset;
  const state = document.getElementById("save-state");
  const dirty = new Set();
  const stuck = new Set(); // fields in which two texts met: the server keeps ours beside the other one
  let timer = 0;
  let busy = false;

  const say = (text, isWrong) => {
    state.textContent = text;
    state.className = isWrong ? "errorlist" : "saved";
  };
  const number = (name) => name.slice(1);
  const values = (name) => new FormData(form).getAll(name).filter((value) => typeof value === "string");
  const isAnswer = (field) => /^q\d+$/.test(field.name || "") && form.elements[`v${number(field.name)}`];

  // What is not saved yet lies in the tab, so that signing in again brings it back.
  const keep = () => {
    const unsaved = {};
    for (const name of dirty) unsaved[name] = { values: values(name), stamp: form.elements[`v${number(name)}`].value };
    try {
      if (dirty.size) sessionStorage.setItem(words.key, JSON.stringify(unsaved));
      else sessionStorage.removeItem(words.key);
    } catch { /* a browser without storage still has the server */ }
  };
  const putBack = () => {
    let unsaved = {};
    try { unsaved = JSON.parse(sessionStorage.getItem(words.key) || "{}"); } catch { return; }
    for (const [name, kept] of Object.entries(unsaved)) {
      const mark = /^q\d+$/.test(name) && form.elements[`v${number(name)}`];
      if (!mark || values(name).join("\n") === kept.values.join("\n")) continue;
      for (const field of form.querySelectorAll(`[name="${name}"]`)) {
        if (field.type === "checkbox" || field.type === "radio") field.checked = kept.values.includes(field.value);
        else field.value = kept.values[0] || "";
      }
      mark.value = kept.stamp; // what stood there when it was typed: a text that is newer is not overwritten
      dirty.add(name);
    }
    keep();
    if (dirty.size) { say(words.restored); later(1000); }
  };

  const warn = (name, text) => {
    const question = document.getElementById(`question-${number(name)}`);
    if (!question || question.querySelector(".is-aside")) return;
    const notice = document.createElement("p");
    notice.className = "notice notice--warning is-aside";
    notice.setAttribute("role", "alert");
    notice.textContent = text;
    question.append(notice);
  };
  const askToSignIn = () => {
    say(words.signedOut, true);
    const link = document.createElement("a");
    link.href = words.signInUrl;
    link.textContent = words.signIn;
    state.append(" ", link);
  };

  const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };
  async function save() {
    if (busy || !dirty.size) return;
    busy = true;
    const sent = [...dirty];
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "page"]) body.append(name, form.elements[name].value);
    for (const name of sent) {
      dirty.delete(name);
      body.append(`v${number(name)}`, form.elements[`v${number(name)}`].value);
      for (const value of values(name)) body.append(name, value);
    }
    const again = () => { for (const name of sent) dirty.add(name); keep(); };
    say(words.saving);
    try {
      const answer = await fetch(words.autosave, { method: "POST", body, redirect: "manual", keepalive: true });
      if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") { again(); askToSignIn(); return; }
      if (answer.status === 422) { again(); say((await answer.json()).refused, true); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const done = await answer.json();
      for (const [key, stamp] of Object.entries(done.stamps)) form.elements[`v${key}`].value = stamp;
      for (const key of done.aside) { stuck.add(`q${key}`); warn(`q${key}`, words.aside); }
      keep();
      say(done.is_late ? words.late : `${words.saved} ${done.at}`, done.is_late);
      if (dirty.size) later(2000);
    } catch {
      again();
      say(words.offline, true);
      later(10000);
    } finally {
      busy = false;
    }
  }

  const count = (field) => {
    const limit = Number(field.dataset.limit);
    const left = limit - field.value.replace(/\r\n/g, "\n").trim().length;
    let line = document.getElementById(`${field.id}_left`);
    if (!line) {
      line = document.createElement("p");
      line.id = `${field.id}_left`;
      field.after(line);
    }
    line.className = left < 0 ? "left is-over" : "left";
    line.textContent = left < 0 ? `${-left} ${words.over}` : `${left} ${words.left}`;
  };

  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset.limit) count(field);
    if (!isAnswer(field)) return;
    dirty.add(field.name);
    keep();
    later(3000);
  });
  form.addEventListener("change", (event) => { if (isAnswer(event.target)) later(500); });
  // A form that is sent saves by itself; it is only forgotten once a page of the server came back.
  form.addEventListener("submit", () => { clearTimeout(timer); });
  window.addEventListener("pagehide", () => { if (dirty.size) save(); });
  for (const field of form.querySelectorAll("[data-limit]")) count(field);
  putBack();
})();
