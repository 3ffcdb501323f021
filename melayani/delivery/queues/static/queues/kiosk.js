// The kiosk: one touch is one number, no number without a connection, and back to the start when nobody is there.
(function () {
  var BEAT = 5000, WAIT = 4000, IDLE = parseInt(document.body.getAttribute("data-idle"), 10) * 1000;
  var body = document.body, overlay = document.getElementById("putus"), home = body.getAttribute("data-home");
  var missed = 0, busy = false, touched = Date.now();

  // --- the connection: without it the page is covered, and nothing can be taken
  function beat(done) {
    var request = new XMLHttpRequest();
    request.open("GET", body.getAttribute("data-beat"));
    request.timeout = WAIT;
    request.onload = function () { said(request.status === 204); done(request.status === 204); };
    request.onerror = request.ontimeout = function () { said(false); done(false); };
    request.send();
  }
  function said(well) {
    missed = well ? 0 : missed + 1;
    if (well) { uncover(); } else if (missed > 1) { cover(); }
  }
  function cover() {
    if (!overlay.hidden) { return; }
    overlay.hidden = false;
    document.getElementById("isi").inert = true;
    overlay.focus();
  }
  function uncover() {
    if (overlay.hidden) { return; }
    overlay.hidden = true;
    document.getElementById("isi").inert = false;
    location.assign(home); // whoever stood here before is gone
  }
  function keepBeating() { beat(function () { setTimeout(keepBeating, BEAT); }); }
  window.addEventListener("offline", function () { missed = 1; said(false); });

  // --- a form is sent once; when it cannot be sent, the kiosk says so and invents nothing
  document.addEventListener("submit", function (event) {
    var form = event.target;
    event.preventDefault();
    if (busy) { return; }
    busy = true;
    body.classList.add("busy");
    send(form, event.submitter);
  });
  function send(form, submitter) {
    var request = new XMLHttpRequest(), data = new FormData(form);
    if (submitter && submitter.name) { data.append(submitter.name, submitter.value); }
    request.open("POST", form.action);
    request.timeout = 15000;
    request.onload = function () {
      if (request.status < 400 && request.responseURL) { location.assign(request.responseURL); return; }
      if (request.status >= 500) { failed(); return; }
      location.assign(home);
    };
    request.onerror = request.ontimeout = failed;
    request.send(new URLSearchParams(data));
  }
  function failed() {
    busy = false;
    body.classList.remove("busy");
    missed = 2;
    cover();
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href]") : null;
    if (!link) { return; }
    event.preventDefault();
    if (busy) { return; }
    leave(link.href);
  });
  // nobody leaves for a page that cannot come: the browser's own error page would stay for ever
  function leave(address) {
    busy = true;
    beat(function (well) {
      busy = false;
      if (well) { location.assign(address); } else { missed = 2; cover(); }
    });
  }

  // --- back to the start by itself
  ["pointerdown", "keydown", "touchstart"].forEach(function (name) {
    document.addEventListener(name, function () { touched = Date.now(); }, true);
  });
  var left = document.getElementById("sisa");
  setInterval(function () {
    if (!IDLE || busy) { return; }
    var rest = Math.ceil((touched + IDLE - Date.now()) / 1000);
    if (left) { left.textContent = String(Math.max(0, rest)); }
    if (rest <= 0 && overlay.hidden) { touched = Date.now(); leave(home); }
  }, 1000);

  // --- a scanner types the address of the booking and presses Enter, wherever the focus is
  var field = document.getElementById("kode"), typed = "", last = 0;
  document.addEventListener("keydown", function (event) {
    if (event.target === field || event.ctrlKey || event.altKey || event.metaKey) { return; }
    if (Date.now() - last > 300) { typed = ""; }
    last = Date.now();
    if (event.key.length === 1) { typed += event.key; }
    if (event.key === "Enter" && typed.length > 9) { event.preventDefault(); scanned(typed); typed = ""; }
  });
  function scanned(text) {
    if (field) { field.value = text; field.form.requestSubmit(); return; }
    try { sessionStorage.setItem("pindai", text); } catch (error) { return; }
    leave(body.getAttribute("data-check-in"));
  }
  if (field) {
    try {
      if (sessionStorage.getItem("pindai")) {
        field.value = sessionStorage.getItem("pindai");
        sessionStorage.removeItem("pindai");
        field.form.requestSubmit();
      }
    } catch (error) { /* private window */ }
  }

  // --- keys on the glass, for a kiosk without a keyboard
  var keys = document.getElementById("tombol");
  if (keys && field) {
    keys.hidden = false;
    field.setAttribute("inputmode", "none");
    keys.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) { return; }
      var sign = button.getAttribute("data-sign");
      field.value = sign === "hapus" ? field.value.slice(0, -1) : field.value + sign;
    });
  }

  // --- print: once for each printing that the page counted, not again after a reload
  var ticket = document.querySelector("[data-print-key]");
  if (ticket && window.print) {
    var key = "cetak." + ticket.getAttribute("data-print-key");
    try {
      if (!sessionStorage.getItem(key)) { sessionStorage.setItem(key, "1"); setTimeout(function () { window.print(); }, 300); }
    } catch (error) { window.print(); }
  }
  keepBeating();
})();
