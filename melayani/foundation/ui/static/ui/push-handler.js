// Imported by the service worker: shows what a push message says, and opens its page. Nothing is kept.
"use strict";
self.addEventListener("push", function (event) {
  var told = {};
  try { told = event.data ? event.data.json() : {}; } catch (problem) { told = {}; }
  event.waitUntil(self.registration.showNotification(told.title || "Melayani", {
    body: told.body || "", tag: told.tag || "melayani", data: { url: told.url || "/" }
  }));
});
self.addEventListener("notificationclick", function (event) {
  event.notification.close();
  var url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin !== self.location.origin) { return; }
  event.waitUntil(self.clients.matchAll({ type: "window" }).then(function (open) {
    var same = open.find(function (one) { return one.url === url.href; });
    return same ? same.focus() : self.clients.openWindow(url.href);
  }));
});
