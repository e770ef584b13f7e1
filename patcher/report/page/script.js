(() => {
  "use strict";
  const root = document.documentElement, name = root.dataset.name;
  const all = (selector, where = document) => [...where.querySelectorAll(selector)];
  const one = id => document.getElementById(id);
  const cuts = all("article"), steps = all(".step"), told = one("told");
  const key = "patcher:review:" + root.dataset.plan;
  let current = null, marks = new Set();
  root.classList.add("js");
  for (const cut of cuts) {
    cut.tabIndex = -1;
    cut.querySelector("h4").insertAdjacentHTML("afterend", "<label><input type=checkbox> reviewed</label>");
  }

  try { marks = new Set(JSON.parse(localStorage.getItem(key)) || []); } catch { /* no storage: marks last as long as the page */ }
  const path = file => file.querySelector("h3 code").textContent;
  const keep = () => { try { localStorage.setItem(key, JSON.stringify([...marks])); } catch { /* as above */ } };
  const seen = cut => marks.has(cut.dataset.r);

  function paint(cut) {
    cut.classList.toggle("seen", seen(cut));
    cut.querySelector("label input").checked = seen(cut);
  }
  function count() {
    for (const step of all(".done[data-s]")) {
      const done = all("article", one(step.dataset.s)).filter(seen).length;
      step.textContent = `${done} of ${step.dataset.of} reviewed`;
    }
  }
  function mark(cut, on) {
    if (on) marks.add(cut.dataset.r); else marks.delete(cut.dataset.r);
    cuts.filter(other => other.dataset.r === cut.dataset.r).forEach(paint);
    keep();
    count();
  }

  function go(cut) {
    if (!cut) return;
    if (current) current.classList.remove("here");
    current = cut;
    cut.classList.add("here");
    cut.focus({ preventScroll: true });
    cut.scrollIntoView({ block: cut.offsetHeight > innerHeight * 0.7 ? "start" : "center" });
    here(cut.closest(".step"));
  }
  function here(step) {
    for (const link of all("nav .steps a")) {
      const on = step && link.hash === "#" + step.id;
      link.classList.toggle("here", on);
      if (on) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  }
  const open = cut => !cut.closest("[hidden]");
  function next(way) {
    const at = current ? cuts.indexOf(current) : -1;
    for (let i = current ? at + way : way > 0 ? 0 : cuts.length - 1; i >= 0 && i < cuts.length; i += way)
      if (open(cuts[i])) return cuts[i];
    return null;
  }
  function jump(way) {
    const at = current ? steps.indexOf(current.closest(".step")) : way > 0 ? -1 : steps.length;
    for (let i = at + way; i >= 0 && i < steps.length; i += way) {
      const first = all("article", steps[i]).find(open);
      if (first) { go(first); steps[i].scrollIntoView(); return; }
    }
  }
  function reviewed() {
    const cut = current || next(1);
    if (!cut) return;
    mark(cut, !seen(cut));
    if (!seen(cut)) { go(cut); return; }
    const at = cuts.indexOf(cut);
    go([...cuts.slice(at + 1), ...cuts.slice(0, at)].find(other => open(other) && !seen(other)) || cut);
  }

  const rows = (html, first, kind, sign) =>
    html.replace(/\n$/, "").split("\n").map((row, i) => `<${kind} data-n="${first + i}">${sign}${row}</${kind}>`).join("");
  function fill(fold) {
    const link = fold.querySelector("summary + a"), lines = link && one(link.hash.slice(1));
    if (!lines) return;
    const pre = document.createElement("pre");
    pre.innerHTML = rows(lines.innerHTML, +fold.dataset.n, lines.localName, "");
    link.replaceWith(pre);
  }
  document.addEventListener("toggle", event => {
    if (event.target.matches("details[data-n]") && event.target.open) fill(event.target);
  }, true);
  function folds() {
    const found = current ? all("details[data-n]", current) : [];
    const on = found.some(fold => !fold.open);
    for (const fold of found) { if (on) fill(fold); fold.open = on; }
  }
  function more() {
    const hole = current && current.closest(".hole");
    for (const pre of hole ? all(".more", hole) : []) {
      if (!pre.dataset.done) {
        pre.innerHTML = rows(pre.innerHTML, +pre.dataset.n, "b", " ");
        pre.dataset.done = "1";
      }
      pre.classList.toggle("on");
    }
  }

  function filter(text) {
    const wanted = text.trim().toLowerCase();
    for (const file of all(".file")) {
      const has = element => element.textContent.toLowerCase().includes(wanted);
      const named = path(file).toLowerCase().includes(wanted), holes = all(".hole", file);
      for (const hole of holes) {
        const hits = all("article", hole).filter(has), around = named || (!hits.length && has(hole));
        for (const cut of all("article", hole)) cut.hidden = !around && !hits.includes(cut);
        hole.hidden = !around && !hits.length;
      }
      file.hidden = holes.every(hole => hole.hidden) && wanted !== "";
    }
    told.textContent = wanted ? `${cuts.filter(open).length} of ${cuts.length} cuts` : "";
  }

  function review() {
    const done = cuts.filter(seen).length;
    const lines = [`# Review of ${name}: ${done} of ${cuts.length} cuts reviewed`, "",
      `- plan ${root.dataset.plan}`, `- base tree ${root.dataset.base}`];
    for (const step of steps) {
      lines.push("", `## ${step.querySelector("h2").textContent.trim()}`, "");
      for (const cut of all("article", step)) {
        const title = cut.querySelector("h4").textContent.trim().replace(/\s+/g, " ").replace(/[\\`*_<[\]]/g, "\\$&");
        lines.push(`- [${seen(cut) ? "x" : " "}] ${path(cut.closest(".file"))} ${title}`);
      }
    }
    return lines.join("\n") + "\n";
  }
  async function copy() {
    const text = review();
    try { await navigator.clipboard.writeText(text); } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    told.textContent = "The review is copied as Markdown.";
  }

  function bytes(element) {
    const parts = [], coder = new TextEncoder();
    const walk = node => {
      if (node.nodeType === Node.TEXT_NODE) parts.push(coder.encode(node.data));
      else if (node.dataset.b) parts.push(Uint8Array.from(node.dataset.b.match(/../g), pair => parseInt(pair, 16)));
      else node.childNodes.forEach(walk);
    };
    element.childNodes.forEach(walk);
    return new Blob(parts, { type: "text/x-patch" });
  }

  const help = one("keys"), box = one("filter");
  const keys = {
    j: () => go(next(1) || current), k: () => go(next(-1) || current), "]": () => jump(1), "[": () => jump(-1),
    o: folds, e: more, v: reviewed, "/": () => box.focus(), "?": () => help.showModal(),
  };
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target.matches("input:not([type=checkbox]),textarea")) {
      if (event.key === "Escape") { box.value = ""; filter(""); box.blur(); }
      return;
    }
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  document.addEventListener("change", event => {
    if (event.target.matches("article label input")) mark(event.target.closest("article"), event.target.checked);
  });
  document.addEventListener("click", event => {
    const save = event.target.closest("a[download]");
    if (save && save.classList.contains("js"))
      save.href = URL.createObjectURL(bytes(save.closest(".step").querySelector(".patch pre")));
    const link = event.target.closest('a[href^="#"]:not([download])');
    const cut = link && one(link.getAttribute("href").slice(1));
    if (cut && cut.matches("article")) { event.preventDefault(); go(cut); history.replaceState(null, "", "#" + cut.id); }
    else if (cut && cut.matches(".step")) here(cut);
  });
  document.addEventListener("focusin", event => {
    const cut = event.target.closest("article");
    if (cut && cut !== current) {
      if (current) current.classList.remove("here");
      current = cut;
      cut.classList.add("here");
      here(cut.closest(".step"));
    }
  });
  box.addEventListener("input", () => filter(box.value));
  one("copy").addEventListener("click", copy);
  one("help").addEventListener("click", () => help.showModal());
  one("close").addEventListener("click", () => help.close());
  cuts.forEach(paint);
  count();
})();
