// The stream of states. When it breaks, it is opened again. Its first event is always the whole state.

const PATIENCE = 1500; // milliseconds before a break is reported: a laptop may wake up, or the server be restarted
const AGAIN = 800;

/** Listen at `address`: `onState(state)` for each state, `onGone()` when the server is gone, `onBack()` when it is back. */
export function listen(address, { onState, onGone, onBack }) {
  let gone = false;
  let patience = 0;
  const begin = () => {
    const source = new EventSource(address);
    source.addEventListener("open", () => {
      clearTimeout(patience);
      patience = 0;
      if (gone) onBack();
      gone = false;
    });
    source.addEventListener("state", (event) => onState(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      source.close(); // browsers wait longer, and some give up
      setTimeout(begin, AGAIN);
      if (gone || patience) return;
      patience = setTimeout(() => {
        gone = true;
        onGone();
      }, PATIENCE);
    });
  };
  begin();
}
