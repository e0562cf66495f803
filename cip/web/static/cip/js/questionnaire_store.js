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

/** The waiting answers of one response: {item: [{choice, comment, evidence, version, area, window}]}. */
export function makeStore(response) {
  const key = `cip-answers-${response}`;
  const here = Math.random().toString(36).slice(2);
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
  const update = (item, change) => {
    const entries = read();
    entries[item] = change([entries[item] ?? []].flat());
    if (!entries[item].length) delete entries[item];
    write(entries);
  };
  return {
    /** The oldest waiting answer of each question, whichever window it was typed in. */
    all() {
      return Object.fromEntries(Object.entries(read()).map(([item, rows]) => [item, [rows].flat()[0]]));
    },
    /** What this window waits with, in place of what it waited with before. */
    put(item, entry) {
      update(item, (rows) => [...rows.filter((row) => row.window !== here), { ...entry, window: here }]);
    },
    /** Wait with an answer that another window left behind. */
    adopt(item, entry) {
      update(item, (rows) => [
        { ...entry, window: here },
        ...rows.filter((row) => row.window !== here && !isSame(row, entry)),
      ]);
    },
    /** It is saved; what other windows wait with stays. */
    drop(item, entry) {
      update(item, (rows) => rows.filter((row) => row.window !== here && !isSame(row, entry)));
    },
    clear() {
      write({});
    },
  };
}
