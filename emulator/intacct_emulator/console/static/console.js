// What the pages cannot do by themselves: hear of new requests, ask before something is lost, and a few keys.
"use strict";

(function () {
  var live = true;
  var shownAt = 0;
  var waiting = null;

  // At most once a second, and never without the last one: what came in meanwhile is shown when the second is over.
  function show() {
    var left = shownAt + 1000 - Date.now();
    if (left <= 0) {
      shownAt = Date.now();
      document.body.dispatchEvent(new CustomEvent("journal"));
    } else if (waiting === null) {
      waiting = setTimeout(function () { waiting = null; if (live) show(); }, left);
    }
  }

  function connect() {
    if (!document.getElementById("exchanges") || !window.EventSource) return;
    var button = document.getElementById("live");
    var source = new EventSource(document.body.dataset.events + (button ? "?seen=" + button.dataset.seen : ""));
    function say(state, word) {
      if (!button) return;
      button.dataset.state = state;
      button.querySelector(".word").textContent = word;
    }
    source.onopen = function () { if (live) say("on", "Live"); };
    source.onerror = function () { if (live) say("lost", "No connection"); };
    source.addEventListener("journal", function () {
      if (live) show();
    });
    window.addEventListener("pagehide", function () { source.close(); });
    if (button) button.addEventListener("click", function () {
      live = !live;
      button.setAttribute("aria-pressed", String(live));
      say(live ? "on" : "off", live ? "Live" : "Paused");
      if (live) show();
    });
  }

  document.addEventListener("submit", function (event) {
    var question = event.target.dataset && event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  }, true);

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    var here = event.target;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(here.tagName)) {
      if (event.key === "Escape") here.blur();
      return;
    }
    if (event.key === "/") {
      var search = document.getElementById("q");
      if (search) { search.focus(); search.select(); event.preventDefault(); }
    } else if (event.key === "j" || event.key === "k") {
      var rows = Array.prototype.slice.call(document.querySelectorAll("[id^='row-']"));
      var next = rows.indexOf(document.activeElement) + (event.key === "j" ? 1 : -1);
      if (rows[next]) rows[next].focus();
      else if (rows.length && event.key === "j" && next < rows.length) rows[0].focus();
    }
  });

  connect();
})();
