"use strict";
(() => {
  const look = async () => {
    try {
      const answer = await fetch(location.pathname, { credentials: "same-origin" });
      if (answer.ok) {
        const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
        if (!next) {
          location.reload();
          return;
        }
        document.getElementById("live").replaceChildren(...next.childNodes);
      }
    } catch {
      // The office is away for a moment; the next look tells more.
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 1000);
})();
