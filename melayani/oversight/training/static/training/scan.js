/* Scans at the door. Without this file the form sends one code at a time; with it a code that cannot be sent is kept on
   the device with a key of its own and sent later. The server counts each key once, so sending twice does no harm. */
(function () {
  "use strict";
  var form = document.getElementById("pindai");
  if (!form || !window.fetch || !window.localStorage) return;
  var field = form.querySelector("[name=code]");
  var news = document.getElementById("pindai-kabar");
  var rest = document.getElementById("pindai-sisa");
  var shelf = "pindai-" + form.dataset.session;

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(shelf)) || [];
    } catch (error) {
      return [];
    }
  }

  function keep(rows) {
    localStorage.setItem(shelf, JSON.stringify(rows));
    rest.hidden = rows.length === 0;
    rest.firstElementChild.textContent = rows.length + " pindaian belum terkirim.";
  }

  function key() {
    var bytes = new Uint8Array(12);
    crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (one) { return ("0" + one.toString(16)).slice(-2); }).join("");
  }

  function say(found) {
    if (found.error) return found.error;
    var words = [];
    if (found.marked) words.push(found.marked + " hadir");
    if (found.known) words.push(found.known + " sudah tercatat");
    if (found.outside) words.push(found.outside + " di luar waktu");
    if (found.unknown) words.push(found.unknown + " tidak dikenal");
    return words.join(", ") + ".";
  }

  function send() {
    var rows = kept().slice(0, 200);
    if (!rows.length) return;
    var data = new FormData(form);
    data.set("code", "");
    data.set("kept", JSON.stringify(rows));
    fetch(form.action, { method: "POST", body: data, credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok && answer.status !== 409) throw new Error("later");
      return answer.json().then(function (found) {
        if (!found.error) {
          var sent = rows.map(function (row) { return row.key; });
          keep(kept().filter(function (row) { return sent.indexOf(row.key) < 0; }));
        }
        news.textContent = say(found);
      });
    }).catch(function () {
      news.textContent = "Jaringan putus. Pindaian tersimpan di perangkat ini dan dikirim kemudian.";
    });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var text = field.value.trim();
    if (!text) return;
    keep(kept().concat([{ key: key(), at: Date.now(), text: text }]));
    field.value = "";
    field.focus();
    send();
  });
  rest.querySelector("button").addEventListener("click", send);
  window.addEventListener("online", send);
  keep(kept());
  send();
})();
