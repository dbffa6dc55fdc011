// Runs axe-core; answers sentences. Of neighbours that are built alike, such as the lines of a
// speech or the rows of a table (not its cells: a row must keep all), three are tried: the
// others would break the same rules, and take most of the time. Contrast, the slowest rule,
// is tried on two elements of each look.
async ([ofEachLook, options]) => {
  const removed = [];
  for (const parent of document.body.querySelectorAll(":not(tr, dl)"))
    if (parent.isConnected) thin(parent);
  try {
    const { violations } = await axe.run(ofEachLook ? { include: samples() } : document, options);
    return violations.flatMap(rule => rule.nodes.map(node =>
      `${rule.id}: ${node.html.slice(0, 120)} ${node.failureSummary.replace(/\s+/g, " ")}`));
  } finally {
    for (const [element, place] of removed.reverse()) place.replaceWith(element);
  }

  function thin(parent) {
    const isOneTooMany = counter(3);
    for (const element of [...parent.children]) {
      if (!isOneTooMany(formOf(element))) continue;
      const place = document.createComment("");
      element.replaceWith(place);
      removed.push([element, place]);
    }
  }

  function samples() {
    const isOneTooMany = counter(2);
    return [...document.body.querySelectorAll("*")].filter(element =>
      [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
      && !element.closest("svg") && element.checkVisibility() && !isOneTooMany(lookOf(element)));
  }

  function counter(most) {
    const counts = new Map();
    return key => {
      counts.set(key, (counts.get(key) || 0) + 1);
      return counts.get(key) > most;
    };
  }

  function formOf(element) {
    const all = [element, ...element.querySelectorAll("*")];
    return [...new Set(all.map(e => `${e.localName}.${e.className.baseVal ?? e.className}`))].join(" ");
  }

  function lookOf(element) {
    const { color, fontSize, fontWeight, opacity } = getComputedStyle(element);
    for (let each = element; each; each = each.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(each);
      if (backgroundColor !== "rgba(0, 0, 0, 0)" || backgroundImage !== "none")
        return [color, fontSize, fontWeight, opacity, backgroundColor, backgroundImage].join(" ");
    }
    return [color, fontSize, fontWeight, opacity].join(" ");
  }
}
