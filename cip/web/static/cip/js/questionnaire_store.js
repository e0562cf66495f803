// Answers that wait on this device until they are saved.

/** The waiting answers of one response: {item: {choice, comment, version, area}}. */
export function makeStore(response) {
  const key = `cip-answers-${response}`;
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };
  const write = (entries) => {
    try {
      if (Object.keys(entries).length) localStorage.setItem(key, JSON.stringify(entries));
      else localStorage.removeItem(key);
    } catch {
      // private mode or full: answers still wait in the page itself
    }
  };
  return {
    all: read,
    put(item, entry) {
      const entries = read();
      entries[item] = entry;
      write(entries);
    },
    drop(item) {
      const entries = read();
      delete entries[item];
      write(entries);
    },
    clear() {
      write({});
    },
  };
}
