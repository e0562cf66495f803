// Whether the server can be reached just now; navigator.onLine only knows whether there is some network.
const PATIENCE_MS = 6000;

/** Asks for the head of this file, which costs the server next to nothing. */
export async function isReachable() {
  try {
    await fetch(import.meta.url, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    return true;
  } catch {
    return false;
  }
}
