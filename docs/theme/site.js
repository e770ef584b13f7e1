// The search, and the list of pages on a narrow screen. Nothing is asked of a network: the index is a
// script that is loaded when the search is first used.
"use strict";
(() => {
  const input = document.getElementById("search");
  const found = document.getElementById("found");
  const most = 12;
  let chosen = -1;

  const menu = document.querySelector("nav details");
  const wide = matchMedia("(min-width: 60rem)");
  const fold = () => { menu.open = wide.matches; };
  wide.addEventListener("change", fold);
  fold();

  const load = () => new Promise((done) => {
    if (SITE.index) { done(); return; }
    const script = document.createElement("script");
    script.src = SITE.root + "search-index.js";
    script.onload = done;
    document.head.append(script);
  });

  // A row: [path, page, heading, text]. Every word must be found; headings count most.
  const weigh = (row, words) => {
    const [path, page, heading, text] = row.map((part) => part.toLowerCase());
    let sum = 0;
    for (const word of words) {
      const at = heading === word ? 60 : heading.startsWith(word) ? 30 : heading.includes(word) ? 20
        : page.includes(word) ? 10 : text.includes(word) ? 1 + Math.min(5, text.split(word).length - 1) : 0;
      if (!at) { return 0; }
      sum += at;
    }
    return path.includes("#") ? sum : sum + 2;
  };

  const marked = (text, words) => {
    const parts = document.createDocumentFragment();
    const low = text.toLowerCase();
    let at = 0;
    while (at < text.length) {
      const next = words.map((word) => [low.indexOf(word, at), word.length]).filter(([i]) => i >= 0)
        .sort((a, b) => a[0] - b[0])[0];
      if (!next) { break; }
      parts.append(text.slice(at, next[0]));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(next[0], next[0] + next[1]);
      parts.append(mark);
      at = next[0] + next[1];
    }
    parts.append(text.slice(at));
    return parts;
  };

  const excerpt = (text, words) => {
    const low = text.toLowerCase();
    const places = words.map((word) => low.indexOf(word)).filter((place) => place >= 0);
    const at = places.length ? Math.max(0, Math.min(...places) - 50) : 0;
    return (at ? "… " : "") + text.slice(at, at + 150) + (at + 150 < text.length ? " …" : "");
  };

  const show = (rows, words) => {
    chosen = -1;
    found.replaceChildren();
    for (const [path, page, heading, text] of rows) {
      const link = document.createElement("a");
      link.href = SITE.root + path;
      link.role = "option";
      link.id = "found-" + found.children.length;
      const head = document.createElement("b");
      head.append(marked(heading, words));
      const where = document.createElement("small");
      where.textContent = page === heading ? "" : page;
      const body = document.createElement("span");
      body.append(marked(excerpt(text, words), words));
      link.append(head, " ", where, body);
      found.append(link);
    }
    if (!rows.length && words.length) { found.textContent = "Nothing has all of these words."; }
    found.hidden = !words.length;
    input.setAttribute("aria-expanded", String(!found.hidden));
    input.removeAttribute("aria-activedescendant");
  };

  const search = async () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length) { await load(); }
    if (input.value.toLowerCase().split(/\s+/).filter(Boolean).join() !== words.join()) { return; }
    const rows = (SITE.index || []).map((row) => [weigh(row, words), row]).filter(([sum]) => words.length && sum);
    show(rows.sort((a, b) => b[0] - a[0]).slice(0, most).map(([, row]) => row), words);
  };

  const choose = (step) => {
    const links = [...found.querySelectorAll("a")];
    if (!links.length) { return; }
    chosen = (chosen + step + links.length) % links.length;
    links.forEach((link, i) => link.setAttribute("aria-selected", String(i === chosen)));
    links[chosen].scrollIntoView({block: "nearest"});
    input.setAttribute("aria-activedescendant", links[chosen].id);
  };

  input.addEventListener("input", search);
  input.addEventListener("focus", () => { if (input.value) { search(); } });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { choose(1); } else if (event.key === "ArrowUp") { choose(-1); }
    else if (event.key === "Enter") { (found.querySelectorAll("a")[Math.max(0, chosen)] || input).click(); }
    else if (event.key === "Escape") { input.value = ""; show([], []); input.blur(); }
    else { return; }
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("search") || event.target.closest("#found a")) { show([], []); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) {
      event.preventDefault();
      input.focus();
    }
  });
})();
