// Fills latitude and longitude from the browser's position, on request only; without it the fields are typed.
document.querySelectorAll("[data-position]").forEach(function (button) {
  if (!navigator.geolocation) { return; }
  var status = document.querySelector("[data-position-status]");
  button.hidden = false;
  button.addEventListener("click", function () {
    status.textContent = button.dataset.asking;
    navigator.geolocation.getCurrentPosition(function (place) {
      document.getElementById("id_latitude").value = place.coords.latitude.toFixed(5);
      document.getElementById("id_longitude").value = place.coords.longitude.toFixed(5);
      status.textContent = button.dataset.found;
    }, function () { status.textContent = button.dataset.failed; }, { enableHighAccuracy: true, timeout: 15000 });
  });
});
