// Tabs as in the ARIA authoring practices: one stop for the Tab key, arrows between tabs, Home and End.

/** Make a tab list work. Returns a function that chooses a tab by its id. */
export function tabs(list) {
  const all = [...list.querySelectorAll("[role=tab]")];
  const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  const choose = (chosen) => {
    for (const tab of all) {
      const is = tab === chosen;
      tab.setAttribute("aria-selected", String(is));
      if (is) tab.removeAttribute("tabindex");
      else tab.setAttribute("tabindex", "-1");
      panelOf(tab).hidden = !is;
    }
  };
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) choose(tab);
  });
  list.addEventListener("keydown", (event) => {
    const at = all.indexOf(document.activeElement);
    const to = {
      ArrowRight: (at + 1) % all.length,
      ArrowLeft: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (at < 0 || to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(all[to]);
    all[to].focus();
  });
  return (id) => choose(document.getElementById(id));
}
