// The reading position: the piece at the top of the window stays in place while the page changes.

const PIECES = "h1, h2, h3, h4, h5, h6, p, li, tr, caption, dt, dd, svg, img, summary";
const MOST = 60;
const text = document.getElementById("live-text"); // its words are in a tree of their own

const everywhere = (selector, within = document) => [...(within.contains(text) ? text.shadowRoot.querySelectorAll(selector) : []), ...within.querySelectorAll(selector)];

/** Change the page, then restore the reading position, and the focus if its element is gone. */
export function keepingPlace(change) {
  const place = scrollY > 0 ? whereTheReaderIs() : [];
  const focused = text.shadowRoot.activeElement ?? document.activeElement;
  const around = focused?.parentElement?.closest("[tabindex]") ?? text.closest("[tabindex]");
  change();
  if (focused && !focused.isConnected && around?.isConnected) around.focus({ preventScroll: true });
  for (const { piece, top } of place) {
    if (!piece.isConnected || !isShown(piece)) continue;
    const moved = piece.getBoundingClientRect().top - top;
    if (Math.abs(moved) >= 0.5) scrollBy({ top: moved, behavior: "instant" });
    break;
  }
}

/** The height of the sticky bars at the top, in pixels. */
export function coveredAtTop() {
  let covered = 0;
  for (const bar of document.querySelectorAll(".jumps, .toolbar")) {
    const style = getComputedStyle(bar);
    if (style.position === "sticky" && style.display !== "none") covered = Math.max(covered, parseFloat(style.top) + bar.offsetHeight);
  }
  return covered;
}

/** The pieces in the window from the top down, with their distance from the top. */
export function whereTheReaderIs() {
  const top = coveredAtTop();
  const paper = document.getElementById("live-paper");
  const side = document.getElementById("live-side");
  const root = paper.getBoundingClientRect().bottom > top ? paper : side;
  const found = [];
  for (const piece of everywhere(PIECES, root)) {
    const box = piece.getBoundingClientRect();
    if (!box.height || box.bottom <= top + 1) continue;
    if (box.top > innerHeight || found.length >= MOST) break;
    found.push({ piece, top: box.top });
  }
  return found;
}

const isShown = (piece) => piece.getClientRects().length > 0;

/** Scroll to a place, mark it and focus it. */
export function goTo(target) {
  for (const marked of everywhere("[data-live-found]")) marked.removeAttribute("data-live-found");
  target.setAttribute("data-live-found", "");
  goToPart(target);
}

/** Scroll to a part of the page, below the sticky bars, and focus it. */
export function goToPart(target) {
  if (!target.matches("a[href], button, input, select, [tabindex]")) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  const gap = 12;
  scrollBy({ top: target.getBoundingClientRect().top - coveredAtTop() - gap, behavior: "instant" });
}
