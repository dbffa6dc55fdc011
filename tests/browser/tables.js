// The tables and pictures of the page as they are read.

function cellOf(cell) {
  return {
    text: cell.innerText.replaceAll("\u00a0", " ").trim(),
    links: [...cell.querySelectorAll("a[href]")].map(a => a.getAttribute("href")),
  };
}

function tables() {
  return [...document.querySelectorAll("table")].map(table => ({
    caption: table.caption ? table.caption.textContent.trim() : "",
    head: table.tHead ? [...table.tHead.rows[0].cells].map(cell => cell.innerText.trim()) : [],
    rows: [...table.tBodies].flatMap(body => [...body.rows]).map(row => ({
      id: row.id, cells: [...row.cells].map(cellOf),
    })),
  }));
}

// Elements by their ids, as they are read.
function texts(selector) {
  return Object.fromEntries([...document.querySelectorAll(selector)].map(e => [e.id, e.innerText]));
}

// Where on the screen a path has its points; [[x, x, …] a stroke].
function strokes(path) {
  const matrix = path.getScreenCTM();
  const onScreen = x => new DOMPoint(+x, 0).matrixTransform(matrix).x;
  return path.getAttribute("d").split("M").slice(1).map(stroke => {
    const [, start, rest] = stroke.match(/^([\d.]+) [\d.]+(.*)$/);
    const end = rest.match(/^H([\d.]+)/);
    return end ? [onScreen(start), onScreen(end[1])] : [onScreen(start)];
  });
}

// The pictures of shares: the words in each, its dots and intervals, the marks of its axis.
function forests() {
  return [...document.querySelectorAll("table.forest")].flatMap(table => {
    const axis = table.querySelector(".axis");
    const left = axis.getBoundingClientRect().left;
    const marks = [...axis.querySelectorAll("i")].map(i => [parseFloat(i.textContent), left + i.offsetLeft]);
    return [...table.tBodies[0].rows].map(row => ({
      theme: row.cells[0].innerText.trim(),
      described: row.querySelector("desc").textContent,
      dots: [...row.querySelectorAll(".dot, .dots path")].flatMap(strokes).flat(),
      lines: [...row.querySelectorAll(".line")].flatMap(strokes),
      marks,
    }));
  });
}

// The pictures of where a theme stands: height of each bar, a fraction, by the id of the row.
function sparks() {
  return Object.fromEntries([...document.querySelectorAll("tr[id] svg.spark")].map(svg => {
    const { width, height } = svg.viewBox.baseVal;
    const path = svg.querySelector("path");
    const filled = (x, y) => path.isPointInFill(new DOMPoint(2 * x + 1, y + .5));
    const bars = [...Array(width / 2).keys()].map(x =>
      [...Array(height).keys()].filter(y => filled(x, y)).length / height);
    return [svg.closest("tr").id, { bars, described: svg.querySelector("desc").textContent }];
  }));
}

// The pictures of differences, in the order of their table: dot, line, where none would be.
function differences() {
  return [...document.querySelectorAll("table.contrasts")].flatMap(table => {
    const axis = table.querySelector(".axis");
    const left = axis.getBoundingClientRect().left;
    const marks = [...axis.querySelectorAll("i")].map(i => [parseFloat(i.textContent), left + i.offsetLeft]);
    return [...table.tBodies[0].rows].map(row => ({
      dot: strokes(row.querySelector(".dot"))[0][0],
      line: strokes(row.querySelector(".line"))[0],
      zero: new DOMPoint(+row.querySelector(".zero").getAttribute("d").match(/^M(\d+)/)[1], 0)
        .matrixTransform(row.querySelector(".zero").getScreenCTM()).x,
      described: row.querySelector("desc").textContent,
      marks,
    }));
  });
}

// The points of the map by kind, as pairs of numbers, and the names in it.
function map() {
  const svg = document.querySelector("svg.map");
  if (!svg) return null;
  const points = kind => [...svg.querySelectorAll(`path.${kind}`)].flatMap(path =>
    [...path.getAttribute("d").matchAll(/M(-?\d+) (-?\d+)/g)].map(m => [+m[1], +m[2]]));
  return {
    themes: points("theme"), speeches: [...points("speech"), ...points("muted")],
    names: [...svg.querySelectorAll("text")].map(text => text.textContent),
  };
}
