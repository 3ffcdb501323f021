// One letter per action, arrows move between rows. Letters do nothing while somebody types.
(function () {
  function typing(target) {
    return target.closest("input:not([type=radio]):not([type=checkbox]),textarea,select,[contenteditable]");
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) { return; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      var rows = Array.from(document.querySelectorAll("[data-row]"));
      var here = rows.indexOf(document.activeElement);
      var next = rows[here + (event.key === "ArrowDown" ? 1 : -1)];
      if (here >= 0 && next) { next.focus(); event.preventDefault(); }
      return;
    }
    var wanted = document.querySelector('[data-key="' + CSS.escape(event.key.toUpperCase()) + '"]');
    if (!wanted) { return; }
    event.preventDefault();
    if (wanted.tagName === "SUMMARY") { wanted.parentElement.open = true; wanted.focus(); } else { wanted.click(); }
  });
})();
