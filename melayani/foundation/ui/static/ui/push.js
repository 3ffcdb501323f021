// News on this device. Without this file the page says by which other way the news comes.
(function () {
  "use strict";
  var box = document.querySelector("[data-push]");
  if (!box || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) { return; }
  var said = box.querySelector("[data-push-said]"), on = box.querySelector("[data-push-on]"), off = box.querySelector("[data-push-off]");
  function show(state) {
    said.textContent = said.dataset[state];
    on.hidden = state === "on";
    off.hidden = state !== "on";
  }
  function key() {
    var text = box.dataset.key.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(text + "=".repeat((4 - text.length % 4) % 4)), function (c) { return c.charCodeAt(0); });
  }
  function post(told) {
    return fetch(box.dataset.push, {
      method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" }, body: JSON.stringify(told)
    }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.json();
    }).then(function (answer) { show(answer.on ? "on" : "off"); });
  }
  function tell(subscription, wanted) { return post({ subscription: subscription.toJSON(), on: wanted }); }
  function failed() { show(Notification.permission === "denied" ? "denied" : "failed"); }
  navigator.serviceWorker.ready.then(function (worker) {
    document.querySelector("[data-push-none]").hidden = true;
    box.hidden = false;
    show(Notification.permission === "denied" ? "denied" : "off");
    worker.pushManager.getSubscription().then(function (subscription) {
      return subscription && post({ subscription: subscription.toJSON(), ask: true });
    }).catch(function () {});
    on.addEventListener("click", function () {
      worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key() })
        .then(function (subscription) { return tell(subscription, true); }).catch(failed);
    });
    off.addEventListener("click", function () {
      worker.pushManager.getSubscription().then(function (subscription) {
        return subscription ? tell(subscription, false) : show("off");
      }).catch(failed);
    });
  });
})();
