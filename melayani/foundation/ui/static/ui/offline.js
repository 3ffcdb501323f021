// What this device remembers of its owner's cases, and the service worker. Every page works without either.
(function () {
  var DAYS = 90, MOST = 20, DAY = 86400000;
  var STOP = "jangan-simpan";  // a cache by this name tells the service worker to keep no page
  var worker = document.currentScript.dataset.worker;
  if (navigator.serviceWorker) {
    window.addEventListener("load", function () {
      navigator.serviceWorker.register(worker, { scope: "/", updateViaCache: "none" }).catch(function () {});
    });
  }
  if (!window.indexedDB) { return; }

  function store(mode, work) {
    return new Promise(function (done, failed) {
      var opening = indexedDB.open("melayani", 1);
      opening.onupgradeneeded = function () {
        opening.result.createObjectStore("kept", { keyPath: "number" });
        opening.result.createObjectStore("wish", { keyPath: "name" });
      };
      opening.onerror = function () { failed(opening.error); };
      opening.onsuccess = function () {
        var base = opening.result, change = base.transaction(["kept", "wish"], mode), asked = work(change);
        change.oncomplete = function () { base.close(); done(asked && asked.result); };
        change.onerror = change.onabort = function () { base.close(); failed(change.error); };
      };
    });
  }
  function all() { return store("readonly", function (t) { return t.objectStore("kept").getAll(); }); }
  function stopped() { return store("readonly", function (t) { return t.objectStore("wish").get("stop"); }); }
  function forget(number) { return store("readwrite", function (t) { t.objectStore("kept").delete(number); }); }
  function forgetAll(stop) {
    return store("readwrite", function (t) {
      t.objectStore("kept").clear();
      if (stop) { t.objectStore("wish").put({ name: "stop" }); }
    }).then(function () {
      return window.caches ? caches.keys() : [];
    }).then(function (names) {
      return Promise.all(names.filter(function (name) { return name.indexOf("halaman-") === 0; })
        .map(function (name) { return caches.delete(name); }));
    }).then(function () { return stop && window.caches && caches.open(STOP); });
  }
  function keep(given) {
    var row = { number: given.number, kind: given.kind, about: given.about, state: given.state, tone: given.tone, seen: Date.now() };
    return store("readwrite", function (t) { t.objectStore("kept").put(row); }).then(tidy);
  }
  function tidy() {
    return all().then(function (rows) {
      rows.sort(function (a, b) { return b.seen - a.seen; });
      var old = rows.filter(function (row, index) { return index >= MOST || Date.now() - row.seen > DAYS * DAY; });
      return Promise.all(old.map(function (row) { return forget(row.number); })).then(function () {
        return rows.filter(function (row) { return old.indexOf(row) < 0; });
      });
    });
  }

  var here = document.querySelector("[data-keep]");
  if (here) {
    stopped().then(function (stop) {
      if (stop) { return; }
      return keep(here.dataset).then(function () { here.hidden = false; });
    }).catch(function () {});
    here.querySelector("button").addEventListener("click", function () {
      forget(here.dataset.number).then(function () {
        here.querySelector("p").textContent = here.dataset.done;
        here.querySelector("button").remove();
      });
    });
  }

  var list = document.getElementById("tersimpan");
  if (!list) { return; }
  var said = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  var ages = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
  function age(seen) {
    var minutes = Math.round((Date.now() - seen) / 60000);
    if (minutes < 60) { return ages.format(-minutes, "minute"); }
    return minutes < 1440 ? ages.format(-Math.round(minutes / 60), "hour") : ages.format(-Math.round(minutes / 1440), "day");
  }
  function show() {
    return Promise.all([tidy(), stopped()]).then(function (found) {
      var rows = found[0], frame = document.getElementById("satu-kasus");
      list.replaceChildren.apply(list, rows.map(function (row) {
        var one = frame.content.cloneNode(true), item = one.querySelector("li");
        ["number", "kind", "about", "state"].forEach(function (name) {
          item.querySelector("[data-" + name + "]").textContent = row[name];
        });
        item.querySelector("[data-state]").classList.add(row.tone);
        item.querySelector("[data-seen]").textContent = said.format(row.seen) + " (" + age(row.seen) + ")";
        item.querySelector("a").href += "?nomor=" + encodeURIComponent(row.number);
        item.querySelector("[data-which]").textContent = row.number;
        item.querySelector("button").addEventListener("click", function () { forget(row.number).then(show).then(stay); });
        return one;
      }));
      document.getElementById("kosong").hidden = rows.length > 0 || Boolean(found[1]);
      document.getElementById("berhenti").hidden = !found[1];
      document.querySelectorAll("[data-forget]").forEach(function (button) {
        button.hidden = button.dataset.forget === "again" ? !found[1]
          : button.dataset.forget === "all" ? !rows.length : Boolean(found[1]);
      });
    });
  }
  function stay() { list.parentElement.querySelector("h2").focus(); }
  function languageOf(url) { return new URL(url).pathname.indexOf("/en/") === 0 ? "en" : "id"; }
  function same(one, other) { return new URL(one).pathname.replace(/^\/en\//, "/") === new URL(other).pathname.replace(/^\/en\//, "/"); }
  function pages() {
    var under = document.getElementById("halaman");
    if (!window.caches || !under) { return; }
    caches.keys().then(function (names) {
      return Promise.all(names.filter(function (name) { return name.indexOf("halaman-") === 0; }).map(function (name) {
        return caches.open(name).then(function (cache) {
          return cache.keys().then(function (keys) {
            return Promise.all(keys.map(function (key) {
              return cache.match(key).then(function (answer) { return [key.url, answer.headers.get("X-Title")]; });
            }));
          });
        });
      }));
    }).then(function (found) {
      var links = [].concat.apply([], found).reverse(), here = document.documentElement.lang;
      links = links.filter(function (pair) {  // of a page kept in both languages, the one in the reader's
        return languageOf(pair[0]) === here || !links.some(function (other) { return languageOf(other[0]) === here && same(other[0], pair[0]); });
      });
      under.replaceChildren.apply(under, links.map(function (pair) {
        var item = document.createElement("li"), link = document.createElement("a");
        link.href = pair[0];
        link.textContent = decodeURIComponent(pair[1] || new URL(pair[0]).pathname);
        link.lang = languageOf(pair[0]);
        item.append(link);
        return item;
      }));
      under.parentElement.hidden = !links.length;
      if (links.length) { document.querySelector("[data-forget=all]").hidden = false; }
    });
  }
  document.querySelectorAll("[data-forget]").forEach(function (button) {
    button.addEventListener("click", function () {
      var wish = button.dataset.forget;
      var done = wish === "again" ? store("readwrite", function (t) { t.objectStore("wish").delete("stop"); }).then(function () { return window.caches && caches.delete(STOP); })
        : forgetAll(wish === "stop");
      done.then(show).then(pages).then(stay);
    });
  });
  function network() { document.getElementById("tanpa-sambungan").hidden = navigator.onLine; }
  window.addEventListener("online", network);
  window.addEventListener("offline", network);
  network();
  show().then(pages);
})();
