// Saves the report some moments after the last change. The form works the same without it.
(function () {
  var form = document.querySelector("[data-autosave]");
  if (!form || !window.fetch) { return; }
  var line = form.querySelector("[data-saved]");
  var waiting = null;
  function say(words) { if (line) { line.textContent = words; } }
  function save() {
    waiting = null;
    fetch(form.getAttribute("action") || window.location.href, {
      method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin"
    }).then(function (answer) {
      if (answer.status !== 204) { say(line.dataset.failed); return; }
      var now = new Date();
      say(line.dataset.words + " " + String(now.getHours()).padStart(2, "0") + "." + String(now.getMinutes()).padStart(2, "0") + ".");
    }).catch(function () { say(line.dataset.failed); });
  }
  form.addEventListener("change", function () {
    if (waiting) { clearTimeout(waiting); }
    waiting = setTimeout(save, 1500);
  });
})();
