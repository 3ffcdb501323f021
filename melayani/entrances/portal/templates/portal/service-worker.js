// Files by their hashed names from the cache, pages from the network. What is sent, officers' pages and other
// doors never pass here. A new version brings its own caches and drops the old ones.
"use strict";
const VERSION = "{{ version }}";
const FILES = "berkas-" + VERSION, PAGES = "halaman-" + VERSION, MOST = 30;
const GIVEN = {{ given|safe }};
const HASHED = /\.[0-9a-f]{12}\.(css|js|svg|woff2|png)$/;
const KEPT = GIVEN.kept.map((one) => new RegExp(one));
{% for part in parts %}importScripts("{{ part }}");
{% endfor %}
self.addEventListener("install", (event) => {
  const pages = Object.values(GIVEN.offline).map((path) => new Request(path, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll([...GIVEN.first, ...pages])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const ours = (name) => /^(berkas|halaman)-/.test(name) && name !== FILES && name !== PAGES;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(ours).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) { return; }
  if (url.pathname.startsWith(GIVEN.files)) { event.respondWith(file(request, url)); return; }
  if (request.mode !== "navigate" || GIVEN.never.some((start) => url.pathname.startsWith(start))) { return; }
  event.respondWith(page(event, url));
});

async function file(request, url) {
  const cache = await caches.open(FILES);
  const hashed = HASHED.test(url.pathname);
  const found = await cache.match(url.pathname);
  if (found && hashed) { return found; }
  try {
    const fresh = await fetch(request);
    if (hashed && fresh.status === 200) { await cache.put(url.pathname, fresh.clone()).catch(() => {}); }
    return fresh;
  } catch (problem) {
    if (found) { return found; }
    throw problem;
  }
}

async function page(event, url) {
  const may = !url.search && KEPT.some((one) => one.test(url.pathname));
  try {
    const fresh = await fetch(event.request);
    if (may && fresh.status === 200 && fresh.type === "basic") { event.waitUntil(keep(url.pathname, fresh.clone()).catch(() => {})); }
    return fresh;
  } catch (problem) {
    const language = url.pathname.startsWith("/en/") ? "en" : "id";
    const kept = may && await (await caches.open(PAGES)).match(url.pathname);
    if (kept) { return aged(kept, language); }
    const offline = await (await caches.open(FILES)).match(GIVEN.offline[language]);
    if (offline) { return offline; }
    throw problem;
  }
}

async function keep(path, answer) {
  if (await caches.has("jangan-simpan")) { return; }  // the owner of the device wished so
  const text = await answer.text();
  if (text.includes("csrfmiddlewaretoken")) { return; }  // a page with something to send is never kept
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-Seen": String(Date.now()) };
  const policy = answer.headers.get("Content-Security-Policy"), title = /<title>([^<]*)<\/title>/.exec(text);
  if (policy) { headers["Content-Security-Policy"] = policy; }
  if (title) { headers["X-Title"] = encodeURIComponent(title[1]); }
  const cache = await caches.open(PAGES);
  await cache.delete(path);
  await cache.put(path, new Response(text, { headers }));
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((key) => cache.delete(key)));
}

async function aged(kept, language) {
  const seen = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" }).format(Number(kept.headers.get("X-Seen")));
  const band = '<main id="isi"><div class="wrap"><div class="band warn" role="note"><div>' + GIVEN.said[language].replace("{when}", seen) + "</div></div></div>";
  const text = await kept.text();
  return new Response(text.replace('<main id="isi">', () => band), { headers: kept.headers });
}
