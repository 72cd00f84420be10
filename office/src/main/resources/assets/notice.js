"use strict";
(() => {
  const draft = document.getElementById("draft");
  const count = document.getElementById("count");
  if (draft && count) {
    const asked = /^(venue|spot-.*|fromDate|fromTime|toDate|toTime|unconfirmed)$/;
    let turn = 0;
    const ask = async () => {
      const mine = ++turn;
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(draft)) {
        if (asked.test(name)) query.append(name, value);
      }
      const answer = await fetch(draft.dataset.count + "?" + query, { credentials: "same-origin" });
      if (!answer.ok || mine !== turn) return;
      const numbers = await answer.json();
      for (const place of count.querySelectorAll("[data-count-of]")) {
        place.textContent = numbers[place.dataset.countOf];
      }
    };
    let waiting = 0;
    draft.addEventListener("input", (event) => {
      if (asked.test(event.target.name)) {
        clearTimeout(waiting);
        waiting = setTimeout(() => ask().catch(() => {}), 300);
      }
    });
    ask().catch(() => {});
  }
  const progress = document.getElementById("progress");
  if (progress) {
    const events = new EventSource(progress.dataset.events);
    events.onmessage = (event) => {
      const numbers = JSON.parse(event.data);
      if (numbers.state !== progress.dataset.state) {
        events.close();
        location.reload();
        return;
      }
      for (const place of progress.querySelectorAll("[data-n]")) {
        if (place.tagName === "PROGRESS") place.value = numbers[place.dataset.n];
        else place.textContent = numbers[place.dataset.n];
      }
    };
  }
})();
