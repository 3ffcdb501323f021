// The list never moves by itself: when people come or go, a line says so, and R loads the list again.
(function () {
  var news = document.querySelector("[data-news]");
  if (!news) { return; }
  var words = news.querySelector("[data-words]");
  var shown = news.dataset.waiting;
  function look() {
    if (document.hidden) { return; }
    fetch(news.dataset.url, { headers: { Accept: "application/json" } }).then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (found) {
      if (!found || String(found.waiting) === shown) { return; }
      shown = String(found.waiting);
      words.textContent = found.waiting + " " + words.dataset.words;
      news.hidden = false;
    }).catch(function () {});
  }
  setInterval(look, 4000);
})();
