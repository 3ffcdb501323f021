// Keeps a walk on this device until it arrived: typed answers in localStorage, photos in IndexedDB. When the network
// fails, the walk waits and is sent again by itself; its key makes a second sending harmless. Without scripts the form
// is a plain form.
(function () {
  var form = document.querySelector("form[data-walk]");
  if (!form || !window.fetch || !window.indexedDB || !window.DataTransfer) { return; }
  var place = "walk:" + location.pathname + location.search;
  var said = form.querySelector("[data-walk-status]");
  var button = form.querySelector("button[type=submit]");
  var LONGEST = 1600, WAIT = 15000; // pixels of a photo's longer side; milliseconds between two tries
  var busy = false, timer = 0, kept = Promise.resolve();

  function say(what) { said.hidden = !what; said.textContent = what ? said.dataset[what] : ""; }
  function read() { try { return JSON.parse(localStorage.getItem(place)); } catch (error) { return null; } }
  function write(value) { try { localStorage.setItem(place, JSON.stringify(value)); return true; } catch (error) { return false; } }
  function inputs() { return Array.from(form.querySelectorAll("input[type=file]")); }

  function store(work) {
    return new Promise(function (done, failed) {
      var opening = indexedDB.open("melayani-walks", 1);
      opening.onupgradeneeded = function () { opening.result.createObjectStore("photos"); };
      opening.onerror = function () { failed(opening.error); };
      opening.onsuccess = function () {
        var database = opening.result, trade = database.transaction("photos", "readwrite");
        var asked = work(trade.objectStore("photos"));
        trade.oncomplete = function () { database.close(); done(asked && asked.result); };
        trade.onerror = trade.onabort = function () { database.close(); failed(trade.error); };
      };
    });
  }
  function range() { return IDBKeyRange.bound(place + "|", place + "|\uffff"); }

  function answers() {
    var found = {};
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") { found[name] = value; }
    });
    return found;
  }
  function remember(waits) {
    var before = read();
    return write({ answers: answers(), waits: waits === undefined ? Boolean(before && before.waits) : waits });
  }
  function forget() {
    localStorage.removeItem(place);
    return store(function (photos) { return photos.delete(range()); }).catch(function () {});
  }

  function fill(saved) {
    Object.keys(saved.answers).forEach(function (name) {
      Array.from(form.querySelectorAll('[name="' + CSS.escape(name) + '"]')).forEach(function (one) {
        if (one.type === "radio" || one.type === "checkbox") { one.checked = one.value === saved.answers[name]; }
        else if (one.type !== "file") { one.value = saved.answers[name]; }
      });
    });
  }
  function fillPhotos() {
    return Promise.all(inputs().map(function (one) {
      return store(function (photos) { return photos.get(place + "|" + one.name); }).then(function (photo) {
        if (!photo) { return; }
        var hand = new DataTransfer();
        hand.items.add(new File([photo.bytes], photo.name, { type: photo.type }));
        one.files = hand.files;
        one.closest("details").open = true;
      });
    }));
  }

  function shrink(file) { // a phone's photo is made small before it travels; what cannot be drawn travels as it is
    if (!window.createImageBitmap) { return Promise.resolve(file); }
    return createImageBitmap(file).then(function (picture) {
      var share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      if (share === 1) { return file; }
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * share);
      canvas.height = Math.round(picture.height * share);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) {
        canvas.toBlob(function (blob) {
          done(blob ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file);
        }, "image/jpeg", 0.82);
      });
    }).catch(function () { return file; });
  }
  function keepPhoto(one) {
    var name = place + "|" + one.name, file = one.files[0];
    if (!file) { return store(function (photos) { return photos.delete(name); }); }
    return shrink(file).then(function (small) {
      if (small !== file) { var hand = new DataTransfer(); hand.items.add(small); one.files = hand.files; }
      return small.arrayBuffer().then(function (bytes) {
        return store(function (photos) { return photos.put({ bytes: bytes, name: small.name, type: small.type }, name); });
      });
    }).then(function () { one.dataset.kept = "1"; }, function () {}); // a full device: the photo still travels with the form
  }

  function send() {
    if (busy) { return; }
    busy = true;
    clearTimeout(timer);
    say("sending");
    kept.then(function () {
      button.disabled = true;
      return fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    }).then(function (answer) {
      var came = new URL(answer.url, location.href).pathname;
      if (answer.ok && came === form.dataset.done) {
        return forget().then(function () { location.assign(form.dataset.done); });
      }
      busy = button.disabled = false;
      if (answer.status === 422) { remember(false); say(""); form.submit(); return; } // the page says what is wrong
      if (answer.status >= 500) { wait(); return; }
      say("signin");
    }).catch(function () { busy = button.disabled = false; wait(); });
  }
  function wait() {
    remember(true);
    say("waiting");
    clearTimeout(timer);
    timer = setTimeout(send, WAIT);
  }

  form.addEventListener("input", function () { if (!busy && remember(undefined)) { say("saved"); } });
  form.addEventListener("change", function (event) {
    if (event.target.type === "file") { kept = kept.then(function () { return keepPhoto(event.target); }); }
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); remember(true); send(); });
  window.addEventListener("online", function () { var saved = read(); if (saved && saved.waits) { send(); } });

  var saved = read();
  if (saved && form.hasAttribute("data-answered")) { kept = fillPhotos().catch(function () {}); } // what is wrong stands in the fields
  else if (saved) {
    fill(saved);
    say("restored");
    kept = fillPhotos().catch(function () {});
    if (saved.waits) { send(); }
  }
})();
