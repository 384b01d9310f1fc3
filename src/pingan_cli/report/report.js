"use strict";
// The page's script: it shows the year, the language, the order and the selection that the reader chooses.
// All words and judgements come with the page; nothing is computed here but what is shown.
(() => {
  const known = JSON.parse(document.getElementById("known").textContent);
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const by = (id) => document.getElementById(id);
  const last = known.years.length - 1;
  const [SHADE, MARK, RESULT, LABEL, HONOUR, STREAK, SINCE, AWARDED, NEXT, HONOUR_KEY, STREAK_KEY, NEXT_KEY] = Array(12).keys();
  let chosen = last;
  let order = { column: "streak", falling: true };
  let playing = 0;

  const language = () => (root.lang.startsWith("zh") ? 1 : 0);
  const text = (number) => known.texts[number][language()];

  // Words in both languages, of which the style shows one, as the program writes them.
  const tell = (element, pair) => {
    if (pair[0] === pair[1]) return element.replaceChildren(pair[0]);
    const parts = pair.map((words, index) => {
      const part = document.createElement("span");
      part.className = index ? "z" : "e";
      part.textContent = words;
      return part;
    });
    element.replaceChildren(...parts);
  };
  const state = (unit, year = chosen) => known.states[known.units[unit].states[year]];
  const nameOf = (unit, year = chosen) => known.texts[known.units[unit].names[year]];

  const tiles = all(".tile");
  const rows = all(".units tbody tr");
  const matrixRows = all(".matrix tr[data-unit]");

  const showTile = (tile) => {
    const now = state(tile.dataset.unit);
    tile.hidden = !now;
    if (!now) return;
    tile.className = `tile ${now[SHADE]}`;
    tell(tile.querySelector(".name"), nameOf(tile.dataset.unit));
    tell(tile.querySelector(".label"), known.texts[now[LABEL]]);
    tell(tile.querySelector(".result"), known.texts[now[RESULT]]);
    tile.querySelector(".mark").textContent = now[MARK];
  };

  const showRow = (row) => {
    const now = state(row.dataset.unit);
    if (!now) return;
    const [, honour, streak, since, awarded, next] = all("td", row);
    const name = row.querySelector(".name");
    tell(name.querySelector("a") || name, nameOf(row.dataset.unit));
    const swatch = document.createElement("i");
    const words = document.createElement("span");
    swatch.className = `swatch ${now[SHADE]}`;
    tell(words, known.texts[now[HONOUR]]);
    honour.replaceChildren(swatch, words);
    tell(streak, known.texts[now[STREAK]]);
    since.textContent = now[SINCE];
    tell(awarded, known.texts[now[AWARDED]]);
    tell(next, known.texts[now[NEXT]]);
  };

  // Whether a row fits the filters: its names in both languages and its code, its city, its certain honour.
  const fits = (row) => {
    const now = state(row.dataset.unit);
    if (!now) return false;
    const wanted = by("by-name").value.trim().toLowerCase();
    const city = by("by-city") ? by("by-city").value : "";
    const honour = by("by-honour").value;
    return row.cells[0].textContent.toLowerCase().includes(wanted)
      && (!city || row.dataset.city === city)
      && (!honour || now[HONOUR_KEY] >> 1 === Number(honour));
  };

  const filterRows = () => {
    const existing = rows.filter((row) => state(row.dataset.unit));
    rows.forEach((row) => { row.hidden = !fits(row); });
    const shown = rows.filter((row) => !row.hidden).length;
    tell(by("found"), known.found.map((words) => words.replace("{n}", shown).replace("{all}", existing.length)));
  };

  const keys = {
    name: (row) => text(known.units[row.dataset.unit].names[chosen]),
    city: (row) => (row.cells[1].querySelector(language() ? ".z" : ".e") || row.cells[1]).textContent,
    honour: (row, now) => now[HONOUR_KEY],
    streak: (row, now) => now[STREAK_KEY],
    since: (row, now) => Number(now[SINCE]),
    awarded: (row, now) => text(now[AWARDED]),
    next: (row, now) => now[NEXT_KEY],
  };

  const sortRows = () => {
    const key = new Map(rows.map((row) => {
      const now = state(row.dataset.unit);
      return [row, now ? keys[order.column](row, now) : null];
    }));
    const compare = (one, other) => {
      const [a, b] = [key.get(one), key.get(other)];
      if (a === null || b === null) return (a === null) - (b === null);
      const way = typeof a === "string" ? a.localeCompare(b, root.lang) : a - b;
      return (order.falling ? -way : way) || one.dataset.unit - other.dataset.unit;
    };
    document.querySelector(".units").tBodies[0].append(...rows.sort(compare));
    all(".units th[data-sort]").forEach((head) => {
      if (head.dataset.sort !== order.column) return head.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order.falling ? "descending" : "ascending");
    });
  };

  const showYear = (index, aloud = true) => {
    chosen = index;
    const year = known.years[index];
    all(".chosen").forEach((element) => { element.textContent = year; });
    all("[data-at]").forEach((element) => { element.hidden = Number(element.dataset.at) !== index; });
    all("[data-column]").forEach((element) => element.classList.toggle("now", Number(element.dataset.column) === index));
    matrixRows.forEach((row) => {
      [...row.cells].forEach((cell, at) => cell.classList.toggle("now", at === index + 1));
    });
    tiles.forEach(showTile);
    all(".tiles > li").forEach((slot) => { slot.hidden = [...slot.children].every((tile) => tile.hidden); });
    rows.forEach(showRow);
    sortRows();
    filterRows();
    by("year").value = index;
    by("year").setAttribute("aria-valuetext", year);
    if (aloud) tell(by("said"), known.said[index]);
  };

  const stop = () => {
    clearInterval(playing);
    playing = 0;
    all("#play .play").forEach((word) => { word.hidden = false; });
    all("#play .pause").forEach((word) => { word.hidden = true; });
  };
  const play = () => {
    if (!last) return; // one year alone does not move
    if (chosen === last) showYear(0, false);
    all("#play .play").forEach((word) => { word.hidden = true; });
    all("#play .pause").forEach((word) => { word.hidden = false; });
    playing = setInterval(() => {
      showYear(chosen + 1, chosen + 1 === last);
      if (chosen === last) stop();
    }, 900);
  };

  const showLanguage = (tag) => {
    root.lang = tag;
    document.title = known.title[language()];
    all("[data-lang]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.lang === tag)));
    all("option[data-en]").forEach((option) => { option.textContent = language() ? option.dataset.zh : option.dataset.en; });
    sortRows();
  };

  // A cell's words, for those who hear the matrix and for those who point at it.
  const cellWords = (unit, year) => {
    const now = state(unit, year);
    return now && [0, 1].map((tongue) => {
      const [result, honour] = [RESULT, HONOUR].map((part) => known.texts[now[part]][tongue]);
      return tongue ? `${result}，${honour}` : `${result}, ${honour}`;
    });
  };
  matrixRows.forEach((row) => {
    [...row.cells].slice(1).forEach((cell, year) => {
      const words = cellWords(row.dataset.unit, year);
      if (!words) return;
      const spoken = document.createElement("span");
      spoken.className = "sr";
      tell(spoken, words);
      if (cell.textContent) {
        const mark = document.createElement("i");
        mark.setAttribute("aria-hidden", "true");
        mark.textContent = cell.textContent;
        cell.replaceChildren(mark);
      }
      cell.append(spoken);
    });
  });
  document.querySelector(".matrix").addEventListener("pointerover", (event) => {
    const cell = event.target.closest("td");
    const unit = cell && cell.parentElement.dataset.unit;
    const words = unit && cellWords(unit, cell.cellIndex - 1);
    if (!words) return;
    const year = cell.cellIndex - 1;
    tell(by("cell"), words.map((each, tongue) => `${nameOf(unit, year)[tongue]} ${known.years[year]}: ${each}`));
  });

  const openTarget = () => {
    const target = by(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches("details")) {
      target.open = true;
      target.scrollIntoView();
    }
  };

  root.classList.add("script");
  by("year").addEventListener("input", (event) => { stop(); showYear(Number(event.target.value)); });
  by("play").addEventListener("click", () => (playing ? stop() : play()));
  all("[data-lang]").forEach((button) => button.addEventListener("click", () => showLanguage(button.dataset.lang)));
  all(".filters input, .filters select").forEach((field) => field.addEventListener("input", filterRows));
  document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
  all(".units th[data-sort] button").forEach((button) => button.addEventListener("click", () => {
    const column = button.parentElement.dataset.sort;
    const rising = ["name", "city", "next"].includes(column);
    order = { column, falling: order.column === column ? !order.falling : !rising };
    sortRows();
  }));
  by("open-all").addEventListener("click", () => all("details.unit").forEach((unit) => { unit.open = true; }));
  by("close-all").addEventListener("click", () => all("details.unit").forEach((unit) => { unit.open = false; }));
  addEventListener("hashchange", openTarget);
  showLanguage(root.lang);
  showYear(last, false);
  openTarget();
})();
