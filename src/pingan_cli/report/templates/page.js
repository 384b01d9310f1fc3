"use strict";
// The page's script: it shows the year, the language, the order and the selection that the reader chooses.
// All words and judgements come with the page; nothing is computed here but what is shown.
(() => {
  const known = JSON.parse(document.getElementById("known").textContent);
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const by = (id) => document.getElementById(id);
  const last = known.years.length - 1;
  const firstLanguage = root.lang;
  const [SHADE, MARK, RESULT, LABEL, HONOUR, STREAK, SINCE, AWARDED, NEXT, CONFERRED, NEEDS, HONOUR_KEY, STREAK_KEY, NEXT_KEY] = Array(14).keys();
  const PARTS = { result: RESULT, label: LABEL, honour: HONOUR, sum: HONOUR, streak: STREAK, since: SINCE, awarded: AWARDED, next: NEXT, conferred: CONFERRED, needs: NEEDS };
  const COLUMNS = [HONOUR, STREAK, SINCE, AWARDED, NEXT];
  let chosen = known.opened;
  let compared = -1;
  let order = { column: "streak", falling: true };
  let playing = 0;

  // Words. A pair is a text in both languages, of which the style shows one, as the program writes them.
  const language = () => (root.lang.startsWith("zh") ? 1 : 0);
  const pair = (number) => known.texts[number];
  const text = (number) => pair(number)[language()];
  const filled = (name, values) => known.words[name].map((words, tongue) => words.replace(/\{(\w+)\}/g, (blank, key) => {
    const value = values[key];
    return value === undefined ? blank : Array.isArray(value) ? value[tongue] : value;
  }));
  const listed = (pairs) => [0, 1].map((tongue) => pairs.map((each) => each[tongue]).join(known.words.comma[tongue]));
  const tell = (element, words) => {
    if (words[0] === words[1]) return element.replaceChildren(words[0]);
    element.replaceChildren(...words.map((each, index) => {
      const part = document.createElement("span");
      part.className = index ? "z" : "e";
      part.textContent = each;
      return part;
    }));
  };
  const shows = new WeakMap(); // what stands in an element by now: writing the same anew costs as much as something else
  const put = (element, number) => {
    if (shows.get(element) === number) return;
    shows.set(element, number);
    tell(element, pair(number));
  };

  // Units. Where a unit did not exist in a year, what is told of it by itself is that of its nearest year.
  const state = (unit, year = chosen) => known.states[known.units[unit].states[year]];
  const nearest = (unit) => {
    const { states } = known.units[unit];
    const before = states.slice(0, chosen + 1).findLastIndex((number) => number >= 0);
    return before >= 0 ? before : states.findIndex((number) => number >= 0);
  };
  const nameIn = (unit, year = chosen) => { const { names } = known.units[unit]; return names.length === 1 ? names[0] : names[year]; };
  const nameOf = (unit, year = chosen) => pair(nameIn(unit, year));
  const fullName = (unit, year) => {
    const [en, zh] = nameOf(unit, year), { code } = known.units[unit];
    const more = (name, other) => [other === name ? "" : other, code === name ? "" : code].filter(Boolean).join(", ");
    return [en + (more(en, zh) && ` (${more(en, zh)})`), zh + (more(zh, en) && `（${more(zh, en)}）`)];
  };
  const streakOf = (now) => filled("streak", { streak: pair(now[STREAK]) });
  const honourOf = (now) => (now[HONOUR_KEY] === -2 ? known.words.none : pair(now[HONOUR]));
  const inOneLine = (unit) => {
    const year = nearest(unit), now = state(unit, year);
    const more = [honourOf(now), streakOf(now)];
    if (text(now[NEXT])) more.push(filled("next", { next: pair(now[NEXT]) }));
    return filled("at", { unit: fullName(unit, year), year: known.years[year], more: listed(more) });
  };

  const tiles = all(".tile");
  const rows = all(".units tbody tr");
  const matrixRows = all(".matrix tr[data-unit]");
  const details = all("details.unit");
  const open = all(".open-units li");
  const cityRows = all(".cities tbody tr");

  const showParts = (element, now) => {
    for (const [name, part] of Object.entries(PARTS)) all(`.${name}`, element).forEach((each) => put(each, now[part]));
    all(".mark", element).forEach((mark) => { mark.textContent = text(now[MARK]); });
  };
  const showName = (element, unit, year) => {
    const name = element.querySelector(".name");
    put(name.querySelector("a") || name, nameIn(unit, year));
  };
  const showTile = (tile) => {
    const now = state(tile.dataset.unit);
    tile.hidden = !now;
    if (!now) return;
    tile.className = `tile ${now[SHADE]}`;
    showName(tile, tile.dataset.unit);
    showParts(tile, now);
  };
  const shownIn = new Map(); // the year of which a row tells
  const showRow = (row) => {
    const now = state(row.dataset.unit);
    if (!now || shownIn.get(row) === chosen) return;
    shownIn.set(row, chosen);
    showName(row, row.dataset.unit);
    COLUMNS.forEach((part, at) => {
      const cell = row.cells[at + 1];
      if (part !== HONOUR) return put(cell, now[part]);
      if (!cell.firstChild) cell.append(document.createElement("i"), document.createElement("span"));
      cell.firstElementChild.className = `swatch ${now[SHADE]}`;
      return put(cell.lastElementChild, now[HONOUR]);
    });
  };
  // Of a long table the first rows are told at once, the others when the year stands still.
  let waiting = [], turn = 0;
  const showRows = (shown, atOnce = 150) => {
    clearTimeout(turn);
    shown.slice(0, atOnce).forEach(showRow);
    waiting = shown.slice(atOnce);
    if (waiting.length) turn = setTimeout(() => showRows(waiting, 300), 150);
  };
  const showAllRows = () => showRows(waiting, waiting.length);
  const showDetails = (element) => {
    const { unit } = element.dataset, year = nearest(unit), now = state(unit, year);
    showName(element, unit, year);
    element.querySelector("summary .swatch").className = `swatch ${now[SHADE]}`;
    put(element.querySelector(".sum"), now[HONOUR]);
    if (!element.open) return; // the rest waits until it is looked at
    showParts(element, now);
    all(".timeline li, [data-year]", element).forEach((each) => {
      const its = parseInt(each.dataset.year || each.textContent, 10);
      each.classList.toggle("later", its > known.years[chosen]);
      each.classList.toggle("now", its === known.years[chosen]);
    });
    all("h4 .chosen, h5 .chosen", element).forEach((each) => { each.textContent = known.years[year]; });
    all("dl.facts > div", element).forEach((fact) => { fact.hidden = !fact.lastElementChild.textContent; });
  };
  const showOpen = (item) => {
    const now = state(item.dataset.unit);
    item.hidden = !now || !(now[HONOUR_KEY] & 1);
    if (item.hidden) return;
    showName(item, item.dataset.unit);
    showParts(item, now);
  };
  const showCity = (row, at) => {
    const { head, lines } = known.cities[at], [units, honoured, mayBe, awarded, broken] = lines[chosen];
    const now = head >= 0 && state(head);
    const [, honour, count, given, ended] = row.cells;
    if (now) {
      honour.querySelector(".swatch").className = `swatch ${now[SHADE]}`;
      put(honour.querySelector("span"), now[LABEL]);
    }
    tell(count, filled("of", { n: mayBe === honoured ? honoured : honoured ? `≥ ${honoured}` : "?", all: units }));
    given.textContent = awarded || "–";
    ended.textContent = broken || "–";
  };

  // What is looked for: by any name that a unit bears or bore, by its code, or by the name of its city.
  const cityNames = Object.fromEntries(known.cities.map((city) => [city.code, city.names.join(" ").toLowerCase()]));
  const fitting = () => {
    const wanted = by("by-name").value.trim().toLowerCase();
    const city = by("by-city") ? by("by-city").value : "";
    const honour = by("by-honour").value;
    return (unit) => {
      const now = state(unit), its = known.units[unit];
      if (!now || (city && its.city !== city) || (honour && now[HONOUR_KEY] >> 1 !== Number(honour))) return false;
      return !wanted || [nameOf(unit).join(" ").toLowerCase(), its.code.toLowerCase(), its.also || "", cityNames[its.city] || ""].some((words) => words.includes(wanted));
    };
  };
  const filter = () => {
    const fits = known.units.map((_, unit) => unit).map(fitting());
    rows.forEach((row) => { row.hidden = !fits[row.dataset.unit]; });
    showRows(rows.filter((row) => !row.hidden));
    matrixRows.forEach((row) => { row.hidden = !fits[row.dataset.unit]; });
    all(".matrix tbody").forEach((body) => { body.hidden = all("tr[data-unit]", body).every((row) => row.hidden); });
    tiles.forEach((tile) => tile.classList.toggle("out", !fits[tile.dataset.unit]));
    details.forEach((each) => { each.hidden = !fits[each.dataset.unit] && Boolean(state(each.dataset.unit)); });
    all(".of-city").forEach((each) => { each.hidden = all("details.unit", each).length > 0 && all("details.unit", each).every((unit) => unit.hidden); });
    const number = (list) => list.filter(Boolean).length;
    tell(by("found"), filled("found", { n: number(fits), all: number(known.units.map((_, unit) => state(unit))) }));
    keep();
  };

  const keys = {
    name: (unit) => nameOf(unit)[language()],
    city: (unit) => (cityNames[known.units[unit].city] || ""),
    honour: (unit, now) => now[HONOUR_KEY],
    streak: (unit, now) => now[STREAK_KEY],
    since: (unit, now) => Number(text(now[SINCE])),
    awarded: (unit, now) => text(now[AWARDED]),
    next: (unit, now) => now[NEXT_KEY],
    then: (unit) => { const then = state(unit, compared); return then ? then[HONOUR_KEY] : -9; },
  };
  // The places of the longest rising row of numbers: so many table rows need not be moved, which is what costs time.
  const risingIn = (numbers) => {
    const ends = [], before = [], found = new Set();
    numbers.forEach((number, at) => {
      let low = 0;
      for (let high = ends.length; low < high;) {
        const middle = (low + high) >> 1;
        if (numbers[ends[middle]] < number) low = middle + 1;
        else high = middle;
      }
      before[at] = low ? ends[low - 1] : -1;
      ends[low] = at;
    });
    for (let at = ends.length ? ends[ends.length - 1] : -1; at >= 0; at = before[at]) found.add(at);
    return found;
  };
  const sort = () => {
    const key = new Map(rows.map((row) => {
      const now = state(row.dataset.unit);
      return [row, now ? keys[order.column](row.dataset.unit, now) : null];
    }));
    const compare = (one, other) => {
      const [a, b] = [key.get(one), key.get(other)];
      if (a === null || b === null) return (a === null) - (b === null);
      const way = typeof a === "string" ? a.localeCompare(b, root.lang) : a - b;
      return (order.falling ? -way : way) || one.dataset.unit - other.dataset.unit;
    };
    const before = new Map(rows.map((row, at) => [row, at]));
    rows.sort(compare);
    const stay = risingIn(rows.map((row) => before.get(row)));
    for (let at = rows.length - 1; at >= 0; at -= 1) {
      if (!stay.has(at)) rows[at].parentElement.insertBefore(rows[at], rows[at + 1] || null);
    }
    all(".units th[data-sort]").forEach((head) => {
      if (head.dataset.sort !== order.column) return head.removeAttribute("aria-sort");
      return head.setAttribute("aria-sort", order.falling ? "descending" : "ascending");
    });
  };

  // Two years compared, by the lowest honour that is certain in each.
  const compare = () => {
    const found = { higher: new Map(), lower: new Map() };
    let same = 0;
    by("compared").hidden = by("then").hidden = compared < 0;
    rows.forEach((row) => {
      if (compared < 0) return row.cells[7] && row.cells[7].remove();
      const cell = row.cells[7] || row.insertCell(7), then = state(row.dataset.unit, compared);
      return tell(cell, then ? listed([honourOf(then), pair(then[STREAK])]) : ["–", "–"]);
    });
    if (compared < 0) return;
    known.units.forEach((_, unit) => {
      const now = state(unit), then = state(unit, compared);
      if (!now || !then) return;
      const rise = (now[HONOUR_KEY] >> 1) - (then[HONOUR_KEY] >> 1);
      if (!rise) { same += 1; return; }
      const least = (each) => (each[HONOUR_KEY] >> 1 < 0 ? known.words.none : pair(each[LABEL]));
      const change = filled("changed", { honour: least(then), next: least(now) }), its = found[rise > 0 ? "higher" : "lower"];
      const key = JSON.stringify(change);
      its.set(key, [...(its.get(key) || []), nameOf(unit)]);
    });
    const other = known.years[compared];
    tell(by("h-compared"), filled("compared", { year: known.years[chosen], other }));
    tell(by("then").firstElementChild, filled("then", { other }));
    const list = document.createElement("dl"), line = (words) => {
      const element = document.createElement("p");
      tell(element, words);
      return element;
    };
    for (const [kind, changes] of Object.entries(found)) {
      for (const [change, names] of changes) {
        const block = document.createElement("div"), title = document.createElement("dt"), whom = document.createElement("dd");
        const number = document.createElement("small");
        tell(title, filled(kind, { other, more: JSON.parse(change) }));
        number.textContent = ` ${names.length}`;
        title.append(number);
        tell(whom, listed(names));
        block.append(title, whom);
        list.append(block);
      }
    }
    by("differences").replaceChildren(list, line(filled("same", { n: same })), line(known.words.by_least));
  };

  const show = (index, aloud = true) => {
    chosen = index;
    const year = known.years[index];
    all(".chosen").forEach((element) => { element.textContent = year; });
    all(".announced").forEach((element) => { element.textContent = year + known.announced; });
    all("[data-at]").forEach((element) => { element.hidden = Number(element.dataset.at) !== index; });
    all("[data-column]").forEach((element) => element.classList.toggle("now", Number(element.dataset.column) === index));
    matrixRows.forEach((row) => {
      [...row.cells].forEach((cell, at) => cell.classList.toggle("now", at === index + 1));
    });
    tiles.forEach(showTile);
    all(".tiles > li").forEach((slot) => { slot.hidden = [...slot.children].every((tile) => tile.hidden); });
    details.forEach(showDetails);
    open.forEach(showOpen);
    if (by("no-open")) by("no-open").hidden = known.units.some((_, unit) => state(unit) && state(unit)[HONOUR_KEY] & 1);
    cityRows.forEach(showCity);
    compare();
    sort();
    filter();
    entitle();
    by("year").value = index;
    by("year").setAttribute("aria-valuetext", year);
    if (aloud) tell(by("said"), known.said[index]);
  };
  const entitle = () => { document.title = known.title[language()].replace("{year}", known.years[chosen]); };

  const stop = () => {
    clearInterval(playing);
    playing = 0;
    all("#play .play").forEach((word) => { word.hidden = false; });
    all("#play .pause").forEach((word) => { word.hidden = true; });
  };
  const play = () => {
    if (!last) return; // one year alone does not move
    if (chosen === last) show(0, false);
    all("#play .play").forEach((word) => { word.hidden = true; });
    all("#play .pause").forEach((word) => { word.hidden = false; });
    playing = setInterval(() => {
      show(chosen + 1, chosen + 1 === last);
      if (chosen === last) stop();
    }, 900 / Number(by("speed").value));
  };

  const speak = (tag) => {
    root.lang = tag;
    entitle();
    all("[data-lang]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.lang === tag)));
    all("option[data-en]").forEach((option) => { option.textContent = language() ? option.dataset.zh : option.dataset.en; });
    sort();
    keep();
  };

  // The address holds what was chosen, so that a link shows another reader the same.
  let ready = false;
  let keeping = 0;
  let place = "";
  const fields = () => ({ find: by("by-name"), city: by("by-city"), honour: by("by-honour"), compare: by("compare") });
  const keep = () => {
    if (!ready) return;
    clearTimeout(keeping);
    keeping = setTimeout(() => {
      const parts = new URLSearchParams();
      if (chosen !== known.opened) parts.set("year", known.years[chosen]);
      for (const [name, field] of Object.entries(fields())) if (field && field.value) parts.set(name, field.value);
      if (root.lang !== firstLanguage) parts.set("lang", language() ? "zh" : "en");
      if (place) parts.set("at", place);
      const hash = String(parts) ? `#${String(parts).replace(/^at=([^&]*)$/, "$1")}` : "";
      if (hash !== location.hash) history.replaceState(null, "", hash || location.pathname + location.search);
    }, 250); // an address may not change too often
  };
  const restore = () => {
    const hash = location.hash.slice(1);
    const parts = new URLSearchParams(hash.includes("=") ? hash : `at=${hash}`);
    for (const [name, field] of Object.entries(fields())) {
      if (field) field.value = parts.get(name) || "";
      if (field && field.value) by("tools").open = true;
    }
    const year = known.years.indexOf(Number(parts.get("year")));
    const other = known.years.indexOf(Number(parts.get("compare")));
    compared = parts.get("compare") ? other : -1;
    const tongue = parts.get("lang");
    speak(tongue ? (tongue.startsWith("zh") ? "zh-Hans" : "en") : firstLanguage);
    show(year >= 0 ? year : known.opened, false);
    go(parts.get("at") || "");
  };
  const go = (id) => {
    const target = id && by(id);
    place = target ? id : "";
    if (!target) return;
    if (target.matches("details")) { target.hidden = false; target.open = true; }
    all(".aimed").forEach((each) => each.classList.remove("aimed"));
    target.classList.add("aimed");
    target.scrollIntoView();
  };

  // The table as it is shown, for a spreadsheet: a cell that would be a formula is made text.
  const save = () => {
    const clean = (cell) => (known.formulas.includes(cell[0]) && cell ? `'${cell}` : cell);
    const quoted = (cells) => cells.map((cell) => `"${clean(String(cell)).replaceAll('"', '""')}"`).join(",");
    const seen = (element) => [...element.querySelectorAll("*")].some((each) => each.className === "z")
      ? all(language() ? ".z" : ".e", element).map((each) => each.textContent).join("") || element.textContent : element.textContent;
    const shown = [0, 1, 2, 3, 4, 5, 6, 7].filter((at) => document.querySelector(".units tr").cells[at] && !document.querySelector(".units tr").cells[at].hidden);
    const heads = all(".units thead th").filter((_, at) => shown.includes(at)).map(seen);
    showAllRows();
    const lines = [[known.words.code[language()], ...heads, known.words.year[language()]]];
    all(".units tbody tr").filter((row) => !row.hidden).forEach((row) => {
      const cells = shown.map((at) => seen(at ? row.cells[at] : row.querySelector(".name")));
      lines.push([known.units[row.dataset.unit].code, ...cells, known.years[chosen]]);
    });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", ...lines.map((cells) => `${quoted(cells)}\r\n`)], { type: "text/csv;charset=utf-8" }));
    link.download = `${document.title.replace(/[^\p{L}\p{N}]+/gu, "-")}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const copy = async (unit, button) => {
    const words = inOneLine(unit)[language()];
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const area = document.createElement("textarea");
      area.value = words;
      button.after(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    tell(button, known.words.copied);
    setTimeout(() => tell(button, known.words.copy), 1500);
  };

  // What is pointed at, in words: a tile, a cell of the matrix, a year of the chart.
  const pointedAt = (element) => {
    const unit = element.dataset.unit || element.parentElement.dataset.unit;
    if (element.matches(".filling li")) return [0, 1].map((tongue) => `${known.years[element.dataset.column]}: ${all(tongue ? ".z" : ".e", element).map((each) => each.textContent).join("")}`);
    const year = element.matches("td") ? element.cellIndex - 1 : chosen, now = unit && state(unit, year);
    if (!now) return null;
    return filled("at", { unit: nameOf(unit, year), year: known.years[year], more: listed([pair(now[RESULT]), honourOf(now), streakOf(now)]) });
  };
  const tip = by("tip");
  const point = (event) => {
    const element = event.target.closest(".tile, .matrix td, .filling li");
    const words = element && pointedAt(element);
    tip.hidden = !words;
    if (!words) return;
    tell(tip, words);
    const box = element.getBoundingClientRect(), size = tip.getBoundingClientRect();
    const below = box.bottom + 6 + size.height < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - size.width - 8))}px`;
    tip.style.top = `${below ? box.bottom + 6 : Math.max(8, box.top - size.height - 6)}px`;
  };
  matrixRows.forEach((row) => {
    [...row.cells].slice(1).forEach((cell, year) => {
      const now = state(row.dataset.unit, year);
      if (!now) return;
      const spoken = document.createElement("span");
      spoken.className = "sr";
      tell(spoken, listed([pair(now[RESULT]), honourOf(now)]));
      if (cell.textContent) {
        const mark = document.createElement("i");
        mark.setAttribute("aria-hidden", "true");
        mark.textContent = cell.textContent;
        cell.replaceChildren(mark);
      }
      cell.append(spoken);
    });
  });

  root.classList.add("script");
  by("tools").open = matchMedia("(min-width: 60rem)").matches;
  by("year").addEventListener("input", (event) => { stop(); show(Number(event.target.value)); });
  by("play").addEventListener("click", () => (playing ? stop() : play()));
  by("speed").addEventListener("input", () => { if (playing) { stop(); play(); } });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (playing) stop();
    tip.hidden = true;
  });
  all("[data-lang]").forEach((button) => button.addEventListener("click", () => speak(button.dataset.lang)));
  all(".filters input, .filters select:not(#compare)").forEach((field) => field.addEventListener("input", filter));
  if (by("compare")) by("compare").addEventListener("input", (event) => {
    compared = event.target.value ? known.years.indexOf(Number(event.target.value)) : -1;
    if (compared < 0 && order.column === "then") order = { column: "streak", falling: true };
    compare();
    sort();
    keep();
  });
  document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
  all(".units th[data-sort] button").forEach((button) => button.addEventListener("click", () => {
    const column = button.parentElement.dataset.sort;
    const rising = ["name", "city", "next"].includes(column);
    order = { column, falling: order.column === column ? !order.falling : !rising };
    sort();
  }));
  all(".filling li").forEach((column) => column.addEventListener("click", () => { stop(); show(Number(column.dataset.column)); }));
  by("save").addEventListener("click", save);
  all(".copy").forEach((button) => button.addEventListener("click", () => copy(button.closest("[data-unit]").dataset.unit, button)));
  if (by("open-all")) by("open-all").addEventListener("click", () => details.forEach((unit) => { unit.open = true; }));
  if (by("close-all")) by("close-all").addEventListener("click", () => details.forEach((unit) => { unit.open = false; }));
  details.forEach((unit) => unit.addEventListener("toggle", () => showDetails(unit)));
  document.addEventListener("pointerover", point);
  document.addEventListener("focusin", point);
  document.addEventListener("scroll", () => { tip.hidden = true; }, { capture: true, passive: true });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const id = decodeURIComponent(link.hash.slice(1));
    go(id);
    if (link.matches(".skip")) by("content").focus();
    keep();
  });
  addEventListener("beforeprint", showAllRows);
  addEventListener("hashchange", restore);
  restore();
  ready = true;
})();
