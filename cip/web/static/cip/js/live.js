// <div data-live="/o/acme/live/job:<id>@<version>/" hx-get="..." hx-trigger="live, every 10s"> is fetched again when
// the server says that its topic has a newer version. One stream a page, closed while nobody looks.
const AGAIN = 30_000; // after a stream that the server refused; meanwhile the page polls
const newest = new Map();
let source = null;
let watched = new Set();

function parse(written) {
  const at = written.lastIndexOf("@");
  return [written.slice(0, at), Number(written.slice(at + 1))];
}

function elements() {
  return [...document.querySelectorAll("[data-live]")].map((element) => {
    const address = decodeURIComponent(element.dataset.live).replace(/\/$/, "");
    const slash = address.lastIndexOf("/");
    const [topic, version] = parse(address.slice(slash + 1));
    return { element, base: address.slice(0, slash + 1), topic, version };
  });
}

function catchUp() {
  for (const { element, topic, version } of elements()) {
    if (version < (newest.get(topic) ?? 0)) htmx.trigger(element, "live");
  }
}

function close() {
  source?.close();
  source = null;
  watched = new Set();
}

function open() {
  const found = document.hidden ? [] : elements();
  const asked = new Map(found.map(({ topic, version }) => [topic, version]));
  if (source && asked.size && [...asked.keys()].every((topic) => watched.has(topic))) return;
  close();
  if (!asked.size) return;
  watched = new Set(asked.keys());
  const written = [...asked].map(([topic, version]) => `${topic}@${version}`).join();
  const opened = new EventSource(`${found[0].base}${written}/`);
  source = opened;
  opened.addEventListener("changed", ({ data }) => {
    for (const [topic, version] of data.split(",").map(parse)) newest.set(topic, version);
    catchUp();
  });
  opened.addEventListener("error", () => {
    if (opened.readyState === EventSource.CLOSED) setTimeout(() => source === opened && (close(), open()), AGAIN);
  });
}

document.addEventListener("visibilitychange", open);
document.addEventListener("htmx:afterSettle", () => {
  catchUp(); // an event that came while the answer was on its way
  open();
});
addEventListener("pagehide", close);
addEventListener("pageshow", open);
open();
