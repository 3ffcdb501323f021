// The page of one's own number: renews itself, and sounds when called, but only after a touch that asked for it.
(function () {
  var SLOW = 10000, FAST = 3000, state = document.getElementById("keadaan"), tag = "", failed = 0, audio = null;
  var off = document.getElementById("terputus"), wish = document.getElementById("bunyi"), was = "";
  if (!state) { return; }

  function now() { return state.querySelector("[data-state]"); }
  function soon() { return (now().getAttribute("data-pace") === "fast" ? FAST : SLOW) * (failed > 2 ? 2 : 1); }
  function poll() {
    if (document.hidden) { setTimeout(poll, SLOW); return; }
    var request = new XMLHttpRequest();
    request.open("GET", state.getAttribute("data-url"));
    request.timeout = 8000;
    if (tag) { request.setRequestHeader("If-None-Match", tag); }
    request.onload = function () { answered(request); };
    request.onerror = request.ontimeout = function () { failed += 1; again(); };
    request.send();
  }
  function answered(request) {
    failed = request.status === 200 || request.status === 304 ? 0 : failed + 1;
    tag = request.getResponseHeader("ETag") || tag;
    if (request.status === 200) {
      state.innerHTML = request.responseText;
      changed();
    }
    again();
  }
  function again() {
    if (off) { off.hidden = failed < 3; }
    if (now().getAttribute("data-pace") !== "over") { setTimeout(poll, soon()); }
  }
  function changed() {
    var is = now().getAttribute("data-state");
    if (is !== was && was && now().hasAttribute("data-alert")) { alertOnce(); }
    was = is;
  }

  // --- gentle: three soft notes and a short shake
  function note(at, pitch) {
    var tone = audio.createOscillator(), volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.25, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.7);
    tone.connect(volume);
    volume.connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.75);
  }
  function alertOnce() {
    if (!audio) { return; }
    [523, 659, 784].forEach(function (pitch, place) { note(audio.currentTime + 0.05 + place * 0.35, pitch); });
    if (navigator.vibrate) { navigator.vibrate([200, 120, 200]); }
  }
  var Context = window.AudioContext || window.webkitAudioContext;
  if (wish && Context) {
    wish.hidden = false;
    wish.addEventListener("click", function () {
      audio = audio || new Context();
      audio.resume();
      alertOnce();
      wish.textContent = wish.getAttribute("data-done");
      wish.disabled = true;
    });
  }
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { failed = 0; } });
  was = now().getAttribute("data-state");
  if (now().getAttribute("data-pace") !== "over") { setTimeout(poll, soon()); }
})();
