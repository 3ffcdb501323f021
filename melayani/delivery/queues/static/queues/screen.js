// The screen in the hall: shows each call within a second and says it once, also after a reload. ES5: televisions are old.
(function () {
  var POLL = 700, WAIT = 5000, LOST_AFTER = 4000, SPOKEN_WITHIN = 30000;
  var body = document.body, board = document.getElementById("papan"), live = document.getElementById("suara");
  var lost = document.getElementById("putus"), lostSince = document.getElementById("putus-sejak");
  var gone = document.getElementById("hilang"), start = document.getElementById("mulai");
  var key = "melayani.layar." + body.getAttribute("data-token"), script = body.getAttribute("data-script");
  var audioPath = JSON.parse(body.getAttribute("data-audio"));
  var tag = "", heard = 0, waiting = [], speaking = false, lastSeen = Date.now(), skew = 0, offset = 0;

  // --- what was spoken already: remembered by the browser, or at least by this page
  function spoken() {
    try { heard = Math.max(heard, parseInt(localStorage.getItem(key), 10) || 0); } catch (error) { /* private window */ }
    return heard;
  }
  function remember(id) {
    heard = Math.max(heard, id);
    try { localStorage.setItem(key, String(heard)); } catch (error) { /* private window */ }
  }

  // --- the clock of the place, whatever the television believes
  function two(number) { return (number < 10 ? "0" : "") + number; }
  function clock(moment) {
    var local = new Date(moment + skew + offset * 60000);
    return two(local.getUTCHours()) + "." + two(local.getUTCMinutes());
  }
  function tick() {
    var shown = board.querySelector("[data-clock]");
    if (shown) { shown.textContent = clock(Date.now()); }
  }

  // --- sound: the browser's Indonesian voice where there is one, else the clips
  var Context = window.AudioContext || window.webkitAudioContext, audio = Context ? new Context() : null;
  var buffers = {}, voiceFails = false;
  function load(name, done) {
    if (!audio || !audioPath[name]) { done(null); return; }
    if (buffers[name]) { done(buffers[name]); return; }
    var request = new XMLHttpRequest();
    request.open("GET", audioPath[name]);
    request.responseType = "arraybuffer";
    request.onload = function () {
      if (request.status !== 200) { done(null); return; }
      audio.decodeAudioData(request.response, function (buffer) { buffers[name] = buffer; done(buffer); }, function () { done(null); });
    };
    request.onerror = function () { done(null); };
    request.send();
  }
  function play(names, done) {
    var left = names.length, found = [];
    if (!left || !audio || audio.state !== "running") { done(); return; }
    names.forEach(function (name, place) {
      load(name, function (buffer) {
        found[place] = buffer;
        left -= 1;
        if (!left) { inARow(found, done); }
      });
    });
  }
  function inARow(found, done) {
    var at = audio.currentTime + 0.05;
    found.forEach(function (buffer) {
      if (!buffer) { return; }
      var source = audio.createBufferSource();
      source.buffer = buffer;
      source.connect(audio.destination);
      source.start(at);
      at += buffer.duration;
    });
    setTimeout(done, (at - audio.currentTime) * 1000 + 250);
  }
  function voice() {
    if (!window.speechSynthesis || !window.SpeechSynthesisUtterance || voiceFails) { return null; }
    var known = speechSynthesis.getVoices().filter(function (one) { return /^id\b/i.test(one.lang.replace("_", "-")); });
    return known.filter(function (one) { return one.localService; })[0] || known[0] || null;
  }
  function sayByVoice(text, chosen, done) {
    var words = new SpeechSynthesisUtterance(text), over = false;
    function end(well) {
      if (over) { return; }
      over = true;
      clearTimeout(silence);
      if (!well) { voiceFails = true; speechSynthesis.cancel(); }
      done(well);
    }
    var silence = setTimeout(function () { end(false); }, 4000);
    words.voice = chosen;
    words.lang = "id-ID";
    words.rate = 0.9;
    words.onstart = function () { clearTimeout(silence); silence = setTimeout(function () { end(true); }, 20000); };
    words.onend = function () { end(true); };
    words.onerror = function () { end(false); };
    speechSynthesis.speak(words);
  }
  function say(call, done) {
    var clips = call.clips.split(" "), chosen = voice();
    if (!chosen) { play(clips, done); return; }
    play(clips.slice(0, 1), function () {
      sayByVoice(call.text, chosen, function (well) { if (well) { done(); } else { play(clips.slice(1), done); } });
    });
  }
  function mute() { return board.querySelector("[data-voice]") === null; }
  function askForSound() {
    var silent = !mute() && audio && audio.state !== "running";
    start.hidden = !silent;
  }
  start.addEventListener("click", function () {
    audio.resume().then(function () { askForSound(); play(["bel"], function () {}); });
  });

  // --- calls: each is shown at once and said once, one after another; the one that is being said is marked
  function calls() {
    return Array.prototype.map.call(board.querySelectorAll("[data-call]"), function (row) {
      return {
        id: parseInt(row.getAttribute("data-call"), 10), at: parseFloat(row.getAttribute("data-at")),
        text: row.getAttribute("data-text"), clips: row.getAttribute("data-clips"), code: row.getAttribute("data-code")
      };
    }).sort(function (one, other) { return one.id - other.id; });
  }
  function enqueue() {
    var last = spoken();
    calls().forEach(function (call) {
      if (call.id <= last) { return; }
      remember(call.id);
      if (Date.now() + skew - call.at <= SPOKEN_WITHIN) { waiting.push(call); }
    });
    next();
  }
  function next() {
    if (speaking || !waiting.length) { return; }
    var call = waiting.shift();
    speaking = call;
    show(call);
    live.textContent = call.text;
    say(mute() ? { text: "", clips: "" } : call, function () {
      setTimeout(function () { speaking = false; show({ code: "" }); next(); }, mute() ? 1500 : 200);
    });
  }
  function show(call) {
    Array.prototype.forEach.call(board.querySelectorAll("[data-code]"), function (place) {
      place.classList.toggle("said", place.getAttribute("data-code") === call.code && !place.hasAttribute("data-call"));
    });
  }

  // --- polling: 304 while nothing changed
  function poll() {
    var request = new XMLHttpRequest();
    request.open("GET", body.getAttribute("data-state"));
    request.timeout = WAIT;
    if (tag) { request.setRequestHeader("If-None-Match", tag); }
    request.onload = function () { answered(request); again(); };
    request.onerror = request.ontimeout = function () { again(); };
    request.send();
  }
  function answered(request) {
    gone.hidden = request.status !== 404;
    if (request.status !== 200 && request.status !== 304) { return; }
    lastSeen = Date.now();
    if (request.status === 200) {
      tag = request.getResponseHeader("ETag") || "";
      board.innerHTML = request.responseText;
      began(parseFloat(request.getResponseHeader("X-Now")));
    }
  }
  function again() {
    var silent = Date.now() - lastSeen;
    lost.hidden = silent < LOST_AFTER;
    lostSince.textContent = clock(lastSeen);
    setTimeout(poll, silent > 30000 ? 3000 : POLL);
  }
  function began(now) {
    var state = board.querySelector("[data-offset]");
    skew = (now || Date.now() + skew) - Date.now();
    offset = parseFloat(state.getAttribute("data-offset"));
    if (state.getAttribute("data-script") !== script) { location.reload(); return; }
    tick();
    askForSound();
    enqueue();
    if (speaking) { show(speaking); }
  }

  if (audio) { audio.onstatechange = askForSound; }
  setInterval(tick, 1000);
  began(parseFloat(body.getAttribute("data-now")));
  poll();
})();
