// Answers that wait on this device until they are saved. Each window keeps its own, so that none overwrites another's.

/** What an entry says, without where and when; `evidence` is missing in what an older script kept. */
export const said = ({ choice, comment, evidence }) => ({ choice, comment, evidence });

export const isSame = (one, other) =>
  one.choice === other.choice && one.comment === other.comment && one.evidence === other.evidence;

/** As the server stores it. */
export const trimmed = ({ choice, comment, evidence }) => ({
  choice,
  comment: comment.trim(),
  evidence: evidence?.trim(),
});

const since = (entry) => entry.at ?? 0;

/**
 * The waiting answers of one response: {item: {choice, comment, evidence, version, area, at}}, under a key for each
 * window. A window writes to its own key only, because two that write to one would overwrite each other's.
 */
export function makeStore(response) {
  const prefix = `cip-answers-${response}`;
  const own = `${prefix}.${Math.random().toString(36).slice(2)}`;
  const keys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key === prefix || key.startsWith(`${prefix}.`));
    } catch {
      return [];
    }
  };
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };
  const write = (key, entries) => {
    try {
      if (Object.keys(entries).length) localStorage.setItem(key, JSON.stringify(entries));
      else localStorage.removeItem(key);
    } catch {
      // private mode or full: answers still wait in the page itself
    }
  };
  /** Take away what says the same, wherever another window left it. */
  const forget = (item, entry) => {
    for (const key of keys()) {
      const { [item]: left, ...rest } = read(key);
      if (key === own || !left) continue;
      const different = [left].flat().filter((row) => !isSame(row, entry)); // once a list of all windows
      write(key, different.length ? { ...rest, [item]: different } : rest);
    }
  };
  return {
    /** The oldest waiting answer of each question, whichever window it was typed in. */
    all() {
      const oldest = {};
      for (const [item, value] of keys().flatMap((key) => Object.entries(read(key)))) {
        for (const row of [value].flat()) if (!oldest[item] || since(row) < since(oldest[item])) oldest[item] = row;
      }
      return oldest;
    },
    /** What this window waits with, in place of what it waited with before. */
    put(item, entry) {
      write(own, { ...read(own), [item]: { ...entry, at: Date.now() } });
    },
    /** Wait with an answer that another window left behind. */
    adopt(item, entry) {
      forget(item, entry);
      write(own, { ...read(own), [item]: entry });
    },
    /** It is saved; what other windows wait with stays. */
    drop(item, entry) {
      forget(item, entry);
      const { [item]: _saved, ...rest } = read(own);
      write(own, rest);
    },
    clear() {
      for (const key of keys()) write(key, {});
    },
  };
}
