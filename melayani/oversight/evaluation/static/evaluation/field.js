// Scores from the field: sent at once, or kept in this browser and sent when the network is back. Without this the forms
// are plain forms. A request key in each form makes a score count once, however often it is sent.
(function () {
  var forms = document.querySelectorAll("form[data-field]");
  var status = document.querySelector("[data-field-status]");
  if (!forms.length || !status || !window.indexedDB || !window.fetch || !crypto.randomUUID) { return; }
  var busy = false;

  function open(then) {
    var ask = indexedDB.open("melayani-lapangan", 1);
    ask.onupgradeneeded = function () { ask.result.createObjectStore("nilai", { keyPath: "key" }); };
    ask.onsuccess = function () { then(ask.result); };
  }
  function store(mode, then) {
    open(function (base) { then(base.transaction("nilai", mode).objectStore("nilai")); });
  }
  function all(then) {
    store("readonly", function (rows) {
      var ask = rows.getAll();
      ask.onsuccess = function () { then(ask.result); };
    });
  }
  function tell(count, sent) {
    status.hidden = !count && !sent;
    status.textContent = count ? status.dataset.waiting.replace("%", count) : status.dataset.sent;
  }
  function post(row) {
    var data = new FormData();
    row.fields.forEach(function (pair) { data.append(pair[0], pair[1]); });
    data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    return fetch(row.url, { method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "manual" })
      .then(function (answer) {
        if (answer.status !== 200 && answer.status !== 422) { throw new Error("later"); }
        return answer.json().then(function (said) { return { ok: answer.status === 200, words: said.words }; });
      });
  }
  function forget(key, then) {
    store("readwrite", function (rows) { rows.delete(key).onsuccess = then; });
  }
  function words(url, text) {
    forms.forEach(function (form) {
      if (form.action === url) { form.querySelector("[data-field-words]").textContent = text; }
    });
  }
  function flush() {
    if (busy) { return; }
    busy = true;
    all(function (rows) {
      var sent = 0;
      (function next(place) {
        if (place === rows.length) { busy = false; all(function (left) { tell(left.length, sent); }); return; }
        post(rows[place]).then(function (said) {
          words(rows[place].url, said.words);
          sent += 1;
          forget(rows[place].key, function () { next(place + 1); });
        }, function () { busy = false; all(function (left) { tell(left.length, false); }); });
      })(0);
    });
  }
  forms.forEach(function (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      event.stopPropagation();
      var data = new FormData(form);
      var fields = Array.from(data.entries()).filter(function (pair) {
        return pair[0] !== "csrfmiddlewaretoken" && !(pair[1] instanceof File && !pair[1].name);
      });
      var row = { key: data.get("key"), url: form.action, fields: fields };
      store("readwrite", function (rows) {
        rows.put(row).onsuccess = function () {
          words(form.action, status.dataset.kept);
          form.elements.key.value = crypto.randomUUID();
          form.elements.photos.value = "";
          flush();
        };
      });
    });
  });
  window.addEventListener("online", flush);
  flush();
})();
