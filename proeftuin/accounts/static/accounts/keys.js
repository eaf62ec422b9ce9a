// Says on the page what went wrong with a key or passkey, instead of only in the console.
document.addEventListener("allauth.error", (event) => {
  const notice = document.getElementById("key-error");
  if (!notice) return;
  event.preventDefault();
  notice.hidden = false;
  notice.scrollIntoView({ block: "center" });
});
