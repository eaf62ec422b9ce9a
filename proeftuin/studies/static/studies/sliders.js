// Shows the value of each slider as it moves; htmx sends it, and the browser itself what is to be kept.
(() => {
  "use strict";
  const form = document.getElementById("sliders");
  if (!form) return;
  const words = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  const show = (slider) => { form.querySelector(`output[for="${slider.id}"]`).textContent = words.format(slider.value); };
  for (const slider of form.querySelectorAll("input[type=range]")) {
    const first = slider.value; // the plan's own value need not lie on a step: the step begins once it is moved
    slider.addEventListener("pointerdown", () => { slider.step = slider.dataset.step; }, { once: true });
    slider.addEventListener("keydown", () => { slider.step = slider.dataset.step; }, { once: true });
    slider.value = first;
    show(slider);
  }
  form.addEventListener("input", (event) => show(event.target));
  for (const button of form.querySelectorAll("[data-only-without-script]")) button.hidden = true;
})();
