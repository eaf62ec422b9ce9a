// Keeps scores and reasons while a juror types; without it the button "Save as a draft" does the same.
(() => {
  const form = document.querySelector("form[data-autosave]");
  const line = form && form.querySelector("[data-saved]");
  if (!form || !line) return;
  let timer = 0;
  let running = null;

  const save = async () => {
    const body = new FormData(form);
    body.set("deed", "autosave");
    const answer = await fetch(form.action || location.href, { method: "POST", body, credentials: "same-origin" });
    if (answer.redirected || !(answer.headers.get("Content-Type") || "").includes("json")) {
      line.textContent = form.dataset.lost;
      return;
    }
    const told = await answer.json();
    line.textContent = told.saved || told.wrong;
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = (running || Promise.resolve()).then(save).catch(() => { line.textContent = form.dataset.lost; });
    }, 1500);
  };

  form.addEventListener("input", later);
  form.addEventListener("submit", () => clearTimeout(timer));
})();
