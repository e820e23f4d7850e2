// Makes a tree like another one and leaves alone whatever is the same, so that focus, selection, open details, loaded pictures
// and the reader's place outlast an update.

const OURS = /^(open|tabindex|data-desk-.*)$/; // set by the reader or by this page at run time; no update takes them away
const MOST_COMPARISONS = 250_000;

/** Give `old` the attributes and children of `fresh`, whose nodes may be used up. `touched(node, isNew)`
 * hears of each change of words: a text or an element that came in, or the element that lost something. */
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

/** Which old node each new one goes on from: the same ones first, and between those, ones of the same kind in their order. */
function partnersOf(olds, news) {
  const partners = new Map();
  const pairGap = (oldGap, newGap) => {
    let from = 0;
    for (const [place, fresh] of newGap.entries()) {
      const room = oldGap.length - (newGap.length - place - 1); // what the later ones need stays for them
      const at = likest(oldGap, fresh, from, oldGap.length > newGap.length ? room : oldGap.length, oldGap.length !== newGap.length);
      if (at < 0) continue;
      partners.set(fresh, oldGap[at]);
      from = at + 1;
    }
  };
  let oldFrom = 0;
  let newFrom = 0;
  for (const [oldAt, newAt] of sameOnes(olds, news)) {
    pairGap(olds.slice(oldFrom, oldAt), news.slice(newFrom, newAt));
    partners.set(news[newAt], olds[oldAt]);
    oldFrom = oldAt + 1;
    newFrom = newAt + 1;
  }
  pairGap(olds.slice(oldFrom), news.slice(newFrom));
  return partners;
}

/** Where the old node is that a new one goes on from: the first of its kind, or where some came or went, the one that says most of the same. */
function likest(olds, fresh, from, to, compares) {
  let best = -1;
  let most = -1;
  for (let at = from; at < to; at += 1) {
    if (!akin(olds[at], fresh)) continue;
    if (!compares) return at;
    const shared = sharedWords(olds[at].textContent, fresh.textContent);
    if (shared > most) [best, most] = [at, shared];
  }
  return best;
}

function sharedWords(old, fresh) {
  const known = new Set(old.split(/\s+/));
  const words = fresh.split(/\s+/).filter(Boolean);
  return words.length ? words.filter((word) => known.has(word)).length / words.length : 0;
}

function akin(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) return false;
  return old.nodeType !== Node.ELEMENT_NODE || (old.id === fresh.id && old.getAttribute("data-key") === fresh.getAttribute("data-key"));
}

/** The longest run of pairs that are the same on both sides and in the same order, as pairs of positions. */
function sameOnes(olds, news) {
  if (!olds.length || !news.length || olds.length * news.length > MOST_COMPARISONS) return [];
  const print = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.outerHTML : node.textContent.trim() && `#${node.textContent}`);
  const oldPrints = olds.map(print);
  const newPrints = news.map(print);
  const width = news.length + 1;
  const lengths = new Uint16Array((olds.length + 1) * width);
  for (let i = olds.length - 1; i >= 0; i -= 1) {
    for (let j = news.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        oldPrints[i] && oldPrints[i] === newPrints[j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < olds.length && j < news.length; ) {
    if (oldPrints[i] && oldPrints[i] === newPrints[j]) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i += 1;
    else j += 1;
  }
  return pairs;
}
