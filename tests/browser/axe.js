// Runs axe-core, on all of the page or on three elements of each look; answers sentences.
async ([ofEachLook, options]) => {
  const context = ofEachLook ? { include: samples() } : document;
  const { violations } = await axe.run(context, options);
  return violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.html.slice(0, 120)} ${node.failureSummary.replace(/\s+/g, " ")}`));

  function samples() {
    const counts = new Map();
    const taken = [];
    for (const element of document.body.querySelectorAll("*")) {
      const says = [...element.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
      if (!says || element.closest("svg") || !element.checkVisibility()) continue;
      const look = lookOf(element);
      counts.set(look, (counts.get(look) || 0) + 1);
      if (counts.get(look) <= 3) taken.push(element);
    }
    return taken;
  }

  function lookOf(element) {
    const { color, fontSize, fontWeight, opacity } = getComputedStyle(element);
    const parts = [color, fontSize, fontWeight, opacity];
    for (let each = element; each; each = each.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(each);
      if (backgroundColor !== "rgba(0, 0, 0, 0)" || backgroundImage !== "none") {
        parts.push(backgroundColor, backgroundImage);
        break;
      }
    }
    return parts.join(" ");
  }
}
