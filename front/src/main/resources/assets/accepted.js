// Lets the time of the server run on, so that a picture of this screen is recognised as one.
(() => {
  const clock = document.getElementById("clock");
  if (!clock) return;
  const { now, zone, reload } = clock.dataset;
  const begun = performance.now();
  const format = new Intl.DateTimeFormat("ja-JP", {
    timeZone: zone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  setInterval(() => {
    clock.textContent = format.format(Number(now) + performance.now() - begun);
  }, 250);
  setTimeout(() => location.reload(), Number(reload));
})();
