// What is wrong with the layout of the page as it stands; each function answers a list of
// sentences. Text is looked at as it is drawn: rectangles of text nodes, not of elements.

const SLACK = 1.5; // pixels, for what rounding does
const BLOCKS = "td,th,p,li,h1,h2,h3,h4,summary,caption,dd,dt,pre,div,section,article,header,footer,nav,main,figure,figcaption,dl,ul,ol,body";

function isSeen(element) {
  if (!element.checkVisibility({ contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true })) return false;
  for (let each = element; each; each = each.parentElement)
    if (getComputedStyle(each).clipPath === "inset(50%)") return false; // for those who listen
  return true;
}

// Every piece of text that is seen: its element, its words and its rectangles, one a line.
// A rectangle is as high as its letters: that of the browser has the gap between lines too.
function pieces() {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const seen = new Map();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.matches("title, desc, style, script")) continue;
    if (!seen.has(element)) seen.set(element, isSeen(element));
    if (!seen.get(element)) continue;
    range.selectNodeContents(node);
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const across = style.writingMode.startsWith("vertical");
    const rectangles = [...range.getClientRects()].filter(r => r.width > 0 && r.height > 0).map(r => {
      const middle = (r.top + r.bottom) / 2;
      return across
        ? { left: r.left, right: r.right, top: r.top + scrollY, bottom: r.bottom + scrollY }
        : { left: r.left, right: r.right, top: middle - size / 2 + scrollY, bottom: middle + size / 2 + scrollY };
    });
    found.push({ element, size, words: node.data.trim().slice(0, 40), rectangles });
  }
  return found;
}

function scroller(element) {
  for (let each = element; each && each !== document.body; each = each.parentElement)
    if (/auto|scroll/.test(getComputedStyle(each).overflowX)) return each;
  return null;
}

function name(element) {
  const kind = element.getAttribute("class");
  return element.localName + (kind ? "." + kind.split(" ").join(".") : "");
}

function scrollsAcross() {
  const { scrollWidth } = document.scrollingElement;
  return scrollWidth > innerWidth ? [`the page is ${scrollWidth} wide in ${innerWidth}`] : [];
}

// Text that leaves the box it stands in, or the page, where no box can be scrolled.
function overflowing() {
  const faults = [];
  for (const { element, size, words, rectangles } of pieces()) {
    const inSvg = element.closest("svg");
    for (let box = inSvg ? inSvg.parentElement : element; box; box = box.parentElement) {
      if (box !== document.body && /auto|scroll/.test(getComputedStyle(box).overflowX)) break;
      if (!box.matches(BLOCKS)) continue;
      const b = box.getBoundingClientRect();
      const out = rectangles.find(r => r.left < b.left - SLACK || r.right > b.right + SLACK
        || r.top < b.top + scrollY - size / 2 || r.bottom > b.bottom + scrollY + size / 2);
      if (out) { faults.push(`“${words}” leaves ${name(box)}`); break; }
      if (getComputedStyle(element).position === "absolute") break;
    }
  }
  return faults;
}

// Boxes that hide what does not fit.
function clipped() {
  return [...document.body.querySelectorAll("*")].filter(element => {
    const { overflowX, overflowY } = getComputedStyle(element);
    const hides = v => v === "hidden" || v === "clip";
    return isSeen(element) && !element.closest("svg")
      && (hides(overflowX) && element.scrollWidth > element.clientWidth + 1
        || hides(overflowY) && element.scrollHeight > element.clientHeight + 1);
  }).map(element => `${name(element)} hides a part of “${element.textContent.trim().slice(0, 40)}”`);
}

// Two pieces of text of which one is drawn over the other.
function overlapping() {
  const all = [];
  for (const piece of pieces()) {
    const box = scroller(piece.element)?.getBoundingClientRect();
    for (const r of piece.rectangles) {
      const left = Math.max(r.left, box ? box.left : -Infinity);
      const right = Math.min(r.right, box ? box.right : Infinity);
      if (right > left) all.push({ piece, left, right, top: r.top, bottom: r.bottom });
    }
  }
  all.sort((a, b) => a.top - b.top);
  const faults = new Set();
  all.forEach((a, i) => {
    for (let j = i + 1; j < all.length && all[j].top < a.bottom - SLACK; j++) {
      const b = all[j];
      if (a.piece === b.piece) continue;
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > SLACK
        && Math.min(a.bottom, b.bottom) - b.top > SLACK)
        faults.add(`“${a.piece.words}” and “${b.piece.words}”`);
    }
  });
  return [...faults];
}

// Boxes that can be scrolled, and not with the keyboard.
function unreachable() {
  return [...document.body.querySelectorAll("*")].filter(element =>
    element.scrollWidth > element.clientWidth + 1
    && /auto|scroll/.test(getComputedStyle(element).overflowX) && isSeen(element)
    && (element.tabIndex < 0 || !element.getAttribute("aria-label") && !element.matches("pre"))
  ).map(name);
}

function faults(checks) {
  return checks.flatMap(check => check().map(fault => `${check.name}: ${fault}`));
}

const onPaper = () => faults([scrollsAcross, overflowing, clipped, overlapping]);
const onScreen = () => [...onPaper(), ...faults([unreachable])];
