// Changes a tree into another one and leaves equal parts alone, so that focus, selection, open details, pictures and the
// scroll position survive an update.

const OURS = /^(open|tabindex|data-live-.*)$/; // set by the reader or the page; no update removes them
const MOST_COMPARISONS = 250_000; // above this, everything in between is replaced

/** Give `old` the attributes and children of `fresh`, whose nodes may be moved. `touched(node, isNew)` is called for each
 * change of words: with a new text or element, or with the element that lost some. */
export function patch(old, fresh, touched = () => {}) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !OURS.test(name)) old.removeAttribute(name);
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value && !OURS.test(name)) old.setAttribute(name, value);
  }
  patchChildren(old, [...fresh.childNodes], touched);
}

function patchChildren(parent, news, touched) {
  const olds = [...parent.childNodes];
  let start = 0;
  while (start < olds.length && start < news.length && olds[start].isEqualNode(news[start])) start += 1;
  let oldEnd = olds.length;
  let newEnd = news.length;
  while (oldEnd > start && newEnd > start && olds[oldEnd - 1].isEqualNode(news[newEnd - 1])) {
    oldEnd -= 1;
    newEnd -= 1;
  }
  let next = olds[oldEnd] ?? null;
  const middle = olds.slice(start, oldEnd);
  const partners = partnersOf(middle, news.slice(start, newEnd));
  const kept = new Set(partners.values());
  for (const old of middle) {
    if (kept.has(old)) continue;
    old.remove();
    if (old.textContent.trim()) touched(parent, false);
  }
  for (const fresh of news.slice(start, newEnd).reverse()) {
    const old = partners.get(fresh);
    if (old) {
      patchNode(old, fresh, touched);
      next = old;
    } else {
      parent.insertBefore(fresh, next);
      if (fresh.textContent.trim()) touched(fresh, true);
      next = fresh;
    }
  }
}

function patchNode(old, fresh, touched) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType === Node.ELEMENT_NODE) {
    patch(old, fresh, touched);
    return;
  }
  const reworded = old.data.trim() !== fresh.data.trim();
  old.data = fresh.data;
  if (reworded) touched(old, false);
}

/** The old node for each new one: equal nodes first, and between them the most similar ones. */
function partnersOf(olds, news) {
  const partners = new Map();
  const pair = (oldGap, newGap) => {
    for (const [oldAt, newAt] of aligned(oldGap, newGap, likeness)) partners.set(newGap[newAt], oldGap[oldAt]);
  };
  let oldFrom = 0;
  let newFrom = 0;
  for (const [oldAt, newAt] of sameOnes(olds, news)) {
    pair(olds.slice(oldFrom, oldAt), news.slice(newFrom, newAt));
    partners.set(news[newAt], olds[oldAt]);
    oldFrom = oldAt + 1;
    newFrom = newAt + 1;
  }
  pair(olds.slice(oldFrom), news.slice(newFrom));
  return partners;
}

/** The similarity of two nodes, up to 1.5; 0 if their kinds or keys differ. */
function likeness(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) return 0;
  if (old.nodeType !== Node.ELEMENT_NODE) return 0.1;
  if (old.getAttribute("data-key") !== fresh.getAttribute("data-key")) return 0;
  const oldWords = new Set(old.textContent.split(/\s+/));
  const words = new Set(fresh.textContent.split(/\s+/));
  const shared = [...words].filter((word) => oldWords.has(word)).length;
  return 0.01 + shared / (oldWords.size + words.size - shared) + (old.id && old.id === fresh.id ? 0.5 : 0);
}

/** As many equal nodes in the same order as possible, as pairs of positions. */
function sameOnes(olds, news) {
  const prints = new Map();
  for (const node of [...olds, ...news]) prints.set(node, node.nodeType === Node.ELEMENT_NODE ? node.outerHTML : node.textContent.trim());
  return aligned(olds, news, (old, fresh) => (prints.get(old) && prints.get(old) === prints.get(fresh) ? 1 : 0));
}

/** Pairs of positions in order with the greatest total worth. */
function aligned(olds, news, worth) {
  if (!olds.length || !news.length) return [];
  if (olds.length * news.length > MOST_COMPARISONS) return [];
  const width = news.length + 1;
  const best = new Float32Array((olds.length + 1) * width);
  const worths = new Float32Array(best.length);
  for (let i = olds.length - 1; i >= 0; i -= 1) {
    for (let j = news.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      worths[at] = worth(olds[i], news[j]);
      const paired = worths[at] > 0 ? worths[at] + best[at + width + 1] : 0;
      best[at] = Math.max(paired, best[at + width], best[at + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < olds.length && j < news.length; ) {
    const at = i * width + j;
    if (best[at] === best[at + width]) i += 1;
    else if (best[at] === best[at + 1]) j += 1;
    else pairs.push([i++, j++]);
  }
  return pairs;
}
