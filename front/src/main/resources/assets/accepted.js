// Lets the time of the server run on, so that a picture of this screen is recognised as one.
(() => {
  const clock = document.getElementById("clock");
  if (!clock) return;
  const { now, zone, reload } = clock.dataset;
  const begun = performance.now();
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: zone, numberingSystem: "latn", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  setInterval(() => {
    clock.textContent = format.format(Number(now) + performance.now() - begun);
  }, 250);
  setTimeout(() => location.reload(), Number(reload));
  // Asks what became of the mail, less and less often; the page itself says it, so a change is shown by loading it anew.
  const mail = document.getElementById("mail");
  const ask = async (pause) => {
    if (pause > 120000) return;
    try {
      const answer = await fetch(location.pathname + "/mail");
      if (answer.ok && (await answer.text()) !== mail.dataset.state) return location.reload();
    } catch { /* no network just now */ }
    setTimeout(ask, pause, pause * 2);
  };
  if (mail && ["UNKNOWN", "LATER"].includes(mail.dataset.state)) setTimeout(ask, 2000, 3000);
})();
