// The bare page: the clock, the problems and the flowing text of the first document.
const at = location.pathname;
let shown = "";

async function show(state) {
  document.getElementById("clock").textContent = state.broken?.message ?? state.clock?.sentence ?? "";
  document.getElementById("problems").replaceChildren(
    ...state.problems.map((problem) => {
      const item = document.createElement("li");
      item.textContent = `${problem.file}:${problem.line}: ${problem.severity} ${problem.code}: ${problem.message}`;
      return item;
    }),
  );
  const text = state.documents[0]?.text;
  if (text && text.url !== shown) {
    const answer = await fetch(text.url);
    if (answer.ok) {
      document.getElementById("text").innerHTML = await answer.text();
      shown = text.url;
    }
  }
}

new EventSource(`${at}/events`).addEventListener("state", (event) => show(JSON.parse(event.data)));
