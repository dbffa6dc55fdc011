// Every link followed; the answer is a list of those that lead nowhere or where nothing is seen.

async function follow() {
  const faults = [];
  const links = new Map();
  for (const link of document.querySelectorAll("a[href]")) {
    const href = link.getAttribute("href");
    if (!href.startsWith("#")) faults.push(`${href} leaves the page`);
    else if (!links.has(href)) links.set(href, link);
  }
  for (const [href, link] of links) {
    const target = document.getElementById(href.slice(1));
    if (!target) { faults.push(`${href} leads nowhere`); continue; }
    for (let box = target.parentElement; box; box = box.parentElement)
      if (box.localName === "details") box.open = false;
    if (location.hash !== href) {
      const arrived = new Promise(done => addEventListener("hashchange", done, { once: true }));
      link.click();
      await arrived;
    }
    const { top, bottom, left, right } = target.getBoundingClientRect();
    if (!target.checkVisibility()) faults.push(`${href} is hidden`);
    else if (bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth)
      faults.push(`${href} is not in view`);
  }
  return { n: links.size, faults };
}
