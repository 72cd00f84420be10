// New mail appears by itself: the server says that there is some, the page fetches itself and changes only its list.
(() => {
  const list = document.getElementById('mails');
  const events = new EventSource('/events');
  let shown = null;
  let busy = false;
  let again = false;

  async function refresh() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      const answer = await fetch(location.href);
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const fresh = page.getElementById('mails');
        fresh.querySelectorAll('.mails a').forEach((mail) => {
          if (!document.getElementById(mail.id)) mail.parentElement.classList.add('new');
        });
        const focused = list.contains(document.activeElement) ? document.activeElement.id : null;
        list.replaceChildren(...fresh.childNodes);
        if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
      }
    } finally {
      busy = false;
      if (again) {
        again = false;
        refresh();
      }
    }
  }

  events.addEventListener('mail', (event) => {
    if (shown !== null && shown !== event.data) refresh();
    shown = event.data;
  });
})();
