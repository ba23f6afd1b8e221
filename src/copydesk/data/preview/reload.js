// Loads the page anew when its article was built; says so when nobody builds any more.
(() => {
  const { page, since } = document.currentScript.dataset;
  const address = `/-/events?page=${encodeURIComponent(page)}&since=${since}`;
  const notice = document.createElement("p");
  notice.className = "copydesk-preview";
  notice.setAttribute("role", "status");
  notice.textContent = "copydesk watches no longer: this page stays as it is.";
  let news = null;
  const listen = () => {
    news = new EventSource(address);
    news.onmessage = () => location.reload();
    news.onopen = () => notice.remove();
    news.onerror = () => document.body.prepend(notice);
  };
  const rest = () => {
    news.close();
    news = null;
  };
  // A browser has room for six conversations; those of hidden pages would fill it.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && news) rest();
    if (!document.hidden && !news) listen();
  });
  addEventListener("pagehide", () => news && rest());
  if (!document.hidden) listen();
})();
