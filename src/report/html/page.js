"use strict";
(function () {
  var search = document.getElementById("search");
  var found = document.getElementById("found");
  var buttons = Array.prototype.slice.call(document.querySelectorAll("[data-filter]"));
  var rows = Array.prototype.slice.call(document.querySelectorAll(".row"));
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  var filter = "";
  function apply() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    rows.forEach(function (row, at) {
      var kinds = row.getAttribute("data-kinds");
      var fits = words.every(function (word) { return texts[at].indexOf(word) >= 0; });
      if (filter) { fits = fits && kinds !== null && kinds.split(" ").indexOf(filter) >= 0; }
      row.hidden = !fits;
      if (fits && kinds !== null && row.tagName !== "ARTICLE") { shown += 1; }
    });
    document.querySelectorAll("main section").forEach(function (section) {
      var own = section.querySelectorAll(".row");
      section.hidden = own.length > 0 && Array.prototype.every.call(own, function (row) { return row.hidden; });
    });
    found.textContent = words.length || filter ? found.getAttribute("data-text").replace("{n}", shown) : "";
  }
  search.addEventListener("input", apply);
  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      filter = button.getAttribute("data-filter");
      buttons.forEach(function (other) { other.setAttribute("aria-pressed", String(other === button)); });
      apply();
    });
  });
  // Everything is printed, closed or not.
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    closed.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (one) { one.open = false; });
  });
})();
