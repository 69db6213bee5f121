// Adds search, filters and sorting to the list. Without it every row is there all the same.
"use strict";
(() => {
  const template = document.getElementById("tools");
  if (!template) return;
  const list = document.getElementById("list");
  const title = document.getElementById("list-title");
  const parts = [...list.querySelectorAll(".part")];
  const heads = [...parts[0].querySelectorAll("thead th")];
  const columns = heads.map((head) => head.dataset.column);
  const inWords = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const worstFirst = ["critical", "major", "minor", "watch"];

  const rows = [];
  for (const body of list.querySelectorAll("tbody")) {
    const [place, ...lines] = body.rows;
    const [township, village] = [...place.cells[0].children].map((part) => part.textContent);
    for (const line of lines) rows.push({ line, home: body, township, village });
  }

  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const cell = (row, column) => row.line.children[columns.indexOf(column)];
  const said = (row, column) => {
    if (column === "township") return row.township;
    const of = cell(row, column);
    return (of.dataset.value || of.firstChild?.textContent || "").trim();
  };
  const severity = (row) => worstFirst.indexOf(cell(row, "severity").firstChild.className.slice(9));
  const text = (row) =>
    (row.text ??= fold(`${row.township} ${row.village} ${row.line.textContent}`));

  // The controls, with words of the page.
  const tools = template.content.firstElementChild;
  title.after(tools);
  const search = tools.querySelector("input");
  const filters = [...tools.querySelectorAll("select[data-column]")];
  const sorting = tools.querySelector("select[data-sorting]");
  const count = tools.querySelector("output");
  for (const filter of filters) {
    const column = filter.dataset.column;
    const found = new Map();
    for (const row of rows) {
      const value = said(row, column);
      if (!found.has(value)) found.set(value, column === "severity" ? severity(row) : 0);
    }
    [...found]
      .sort(([one, first], [other, second]) => first - second || inWords.compare(one, other))
      .forEach(([value]) => filter.add(new Option(value, value)));
  }
  for (const head of heads) sorting.add(new Option(head.textContent, head.dataset.column));

  const show = () => {
    const wanted = filters.filter((filter) => filter.value);
    const terms = fold(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    const homes = new Set();
    for (const row of rows) {
      const fits =
        wanted.every((filter) => said(row, filter.dataset.column) === filter.value) &&
        terms.every((term) => text(row).includes(term));
      if (row.line.hidden === fits) row.line.hidden = !fits;
      if (fits) {
        shown += 1;
        homes.add(row.line.parentNode);
      }
    }
    for (const part of parts) {
      for (const body of part.querySelectorAll("tbody")) body.hidden = !homes.has(body);
      part.hidden = !part.querySelector("tbody:not([hidden])");
    }
    list.classList.toggle("narrowed", shown < rows.length);
    count.textContent = count.dataset.say
      .replace("{shown}", shown)
      .replace("{all}", rows.length);
  };

  const clear = () => {
    search.value = "";
    for (const filter of filters) filter.value = "";
  };

  let sorted = { column: "", isDown: false };
  const key = (row, column, kind) =>
    kind === "severity"
      ? severity(row)
      : kind === "number"
        ? parseFloat(said(row, column))
        : said(row, column);
  const tellPlaces = () => {
    for (const row of rows) {
      if (row.told) return;
      const place = document.createElement("small");
      place.className = "at";
      place.textContent = `${row.township} ${row.village}`;
      cell(row, "household").append(place);
      row.told = true;
    }
  };
  const arrange = (column, isDown) => {
    const isAway = sorted.column !== "";
    sorted = { column, isDown };
    sorting.value = column;
    list.classList.toggle("sorted", column !== "");
    for (const head of list.querySelectorAll("thead th")) {
      const isIt = head.dataset.column === column;
      head.ariaSort = isIt ? (isDown ? "descending" : "ascending") : "none";
    }
    if (column === "") {
      if (isAway) for (const row of rows) row.home.append(row.line);
    } else {
      tellPlaces();
      const { kind } = heads[columns.indexOf(column)].dataset;
      const way = isDown ? -1 : 1;
      const compare = kind === "text" ? inWords.compare : (one, other) => one - other;
      const keyed = rows.map((row) => [key(row, column, kind), row.line]);
      keyed.sort(([one], [other]) => way * compare(one, other));
      const size = Math.ceil(keyed.length / parts.length);
      parts.forEach((part, position) => {
        const lines = keyed.slice(position * size, (position + 1) * size);
        part.querySelector("tbody").append(...lines.map(([, line]) => line));
      });
    }
    show();
  };

  // Whoever goes to the search box will soon search: what is slow the first time begins now.
  const read = (from) => {
    const to = Math.min(from + 500, rows.length);
    for (let position = from; position < to; position += 1) text(rows[position]);
    if (to < rows.length) setTimeout(read, 0, to);
  };
  search.addEventListener("focus", () => read(0), { once: true });

  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.addEventListener("change", (event) => {
    if (event.target === sorting) arrange(sorting.value, false);
    else show();
  });
  tools.querySelector("button").addEventListener("click", () => {
    clear();
    arrange("", false);
    search.focus();
  });
  for (const head of list.querySelectorAll("thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const { column } = head.dataset;
      if (sorted.column !== column) arrange(column, false);
      else if (sorted.isDown) arrange("", false);
      else arrange(column, true);
    });
  }

  // A figure leads to its rows; a link to a row that is filtered away brings all rows back.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-column]");
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const filter = link && filters.find((each) => each.dataset.column === link.dataset.column);
    if (!filter || !isPlain) return;
    event.preventDefault();
    clear();
    filter.value = link.dataset.value;
    show();
    title.focus();
    list.scrollIntoView();
  });
  const uncover = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!list.contains(target) || !(sorted.column || target.closest("[hidden]"))) return;
    clear();
    arrange("", false);
    target.scrollIntoView();
  };
  addEventListener("hashchange", uncover);
  arrange("", false);
  uncover();
})();
