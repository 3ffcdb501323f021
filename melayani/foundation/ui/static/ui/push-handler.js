// Imported by the service worker: shows what a push message says, opens its page, ends what brought it. Nothing is kept.
"use strict";
self.addEventListener("push", function (event) {
  var told = {};
  try { told = event.data ? event.data.json() : {}; } catch (problem) { told = {}; }
  event.waitUntil(self.registration.showNotification(told.title || "Melayani", {
    body: told.body || "", tag: told.tag || "melayani", renotify: true,
    actions: told.leave ? [{ action: "leave", title: told.stop || "Stop" }] : [],
    data: { url: told.url || "/", leave: told.leave || "", stopped: told.stopped || "" }
  }));
});
self.addEventListener("notificationclick", function (event) {
  var data = event.notification.data;
  event.notification.close();
  var leaves = event.action === "leave" && data.leave;
  var url = new URL(leaves ? data.leave : data.url, self.location.origin);
  if (url.origin !== self.location.origin) { return; }
  if (leaves) {
    event.waitUntil(fetch(url.href, { method: "POST", credentials: "omit" }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return self.registration.showNotification(data.stopped, { tag: event.notification.tag, data: { url: data.url } });
    }).catch(function () { return self.clients.openWindow(url.href); }));
    return;
  }
  event.waitUntil(self.clients.matchAll({ type: "window" }).then(function (open) {
    var same = open.find(function (one) { return one.url === url.href; });
    return same ? same.focus() : self.clients.openWindow(url.href);
  }));
});
