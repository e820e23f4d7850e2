// The stream of states. The browser takes it up again by itself; what it gives up for good is begun anew here.

const PATIENCE = 1500; // milliseconds before a break is worth a word: a laptop that woke up, a server that was started again
const AGAIN = 2000;

/** Listen at `address`: `onState(state)` for each state, `onGone()` when nobody answers any more, `onBack()` when somebody does. */
export function listen(address, { onState, onGone, onBack }) {
  let gone = false;
  let waiting = 0;
  const begin = () => {
    const source = new EventSource(address);
    source.addEventListener("open", () => {
      clearTimeout(waiting);
      waiting = 0;
      if (gone) onBack();
      gone = false;
    });
    source.addEventListener("state", (event) => onState(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      if (!gone && !waiting) {
        waiting = setTimeout(() => {
          gone = true;
          onGone();
        }, PATIENCE);
      }
      if (source.readyState === EventSource.CLOSED) setTimeout(begin, AGAIN);
    });
  };
  begin();
}
