"use strict";

// Keras 1 to today: a box above the tables shows the rows that hold all the words typed into it.
function addFilter(page) {
  const tables = [...page.querySelectorAll("table")];
  tables.forEach((table) => table.classList.add("filtered"));
  const rows = tables.flatMap((table) => [...table.querySelectorAll("tbody tr")]);
  const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const sections = [...page.querySelectorAll("section")].filter((section) => section.querySelector("table"));

  const box = document.createElement("div");
  box.className = "filter";
  box.setAttribute("role", "search");
  box.innerHTML =
    '<label for="filter">Show what holds</label><br>' +
    '<input id="filter" type="search" placeholder="merge, nb_epoch, Convolution2D ..." autocomplete="off" spellcheck="false">' +
    '<p aria-live="polite"></p>';
  const [input, told] = [box.querySelector("input"), box.querySelector("p")];
  page.querySelector("h1").insertAdjacentElement("afterend", box);

  function apply() {
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach((row) => {
      row.hidden = !wanted.every((word) => words.get(row).includes(word));
    });
    sections.forEach((section) => {
      section.hidden = !section.querySelector("tbody tr:not([hidden])");
    });
    const shown = rows.filter((row) => !row.hidden).length;
    told.textContent = wanted.length ? `${shown} of ${rows.length} rows` : `${rows.length} rows`;
  }

  input.addEventListener("input", apply);
  // A link can carry the words: keras1-to-today.html?filter=merge
  input.value = new URLSearchParams(location.search).get("filter") || "";
  apply();
}

// What is scrolled sideways can be reached and scrolled by the keyboard.
function letScroll() {
  document.querySelectorAll(".drawing, .cell_output > .output, .pst-scrollable-table-container").forEach((part) => {
    if (part.scrollWidth > part.clientWidth) {
      part.tabIndex = 0;
    } else {
      part.removeAttribute("tabindex");
    }
  });
}

const guide = document.getElementById("keras-1-to-today");
if (guide) {
  addFilter(guide);
}
letScroll();
addEventListener("resize", letScroll);
