// Saves each answer of a questionnaire by itself (the other side: assessments/views/autosave.py). Nothing typed is lost:
// what could not be saved waits in localStorage and is sent when the network is back. An answer that was changed in
// another window is never overwritten silently; the person chooses which one stays.
import { isSame, makeStore, said, trimmed } from "./questionnaire_store.js";
import { isReachable } from "./reach.js";

const TYPING_MS = 900;
const RETRY_MS = [2000, 4000, 8000, 15000, 30000];

const form = document.querySelector("form[data-questionnaire]");
const store = makeStore(
  form?.dataset.response ??
    document.querySelector("[data-pending-answers]")?.dataset.pendingAnswers ??
    document.querySelector("[data-clear-answers]")?.dataset.clearAnswers ??
    "",
);

if (document.querySelector("[data-clear-answers]")) store.clear();

const pending = document.querySelector("[data-pending-answers]");
if (pending) {
  const [entry] = Object.values(store.all());
  pending.hidden = !entry;
  const link = pending.querySelector("[data-pending-link]");
  if (entry) link.href = `${link.dataset.areaUrl}areas/${encodeURIComponent(entry.area)}/`;
}

// submitting without a network would end at the browser's own error page
const deliberate = document.querySelector("form[data-deliberate]");
deliberate?.addEventListener("submit", async (event) => {
  if (deliberate.dataset.reached) return;
  event.preventDefault();
  const isThere = await isReachable();
  document.querySelector("[data-unreachable]").hidden = isThere;
  if (!isThere) return;
  deliberate.dataset.reached = "true";
  deliberate.requestSubmit(event.submitter);
});
addEventListener("pageshow", () => delete deliberate?.dataset.reached);

if (form) start();

function start() {
  const words = (name) => form.dataset[`text${name}`] ?? "";
  const statusLine = form.querySelector("[data-save-status]");
  const announce = form.querySelector("[data-announce]");
  const problem = form.querySelector("[data-problem]");
  const unreachable = form.querySelector("[data-unreachable]");
  const questions = [...form.querySelectorAll("[data-question]")].map(makeQuestion);
  const byItem = new Map(questions.map((question) => [question.item, question]));
  const waiting = new Map(); // item -> {choice, comment, evidence, version, area}; the same as in the store
  const held = new Set(); // items that wait for the person: a conflict or something invalid
  const lastSent = new Map(); // item -> {choice, comment, evidence} whose answer never came
  let busy = null;
  let again = false; // asked for while a round was under way
  let failures = 0;
  let timer = 0;
  let savedAt = 0;
  let stopped = false;

  for (const element of form.querySelectorAll("[data-needs-script]")) element.hidden = false;

  function makeQuestion(box) {
    const version = box.querySelector("[data-version]");
    return {
      box,
      item: box.dataset.question,
      card: box.closest("[data-card]"),
      area: box.closest("[data-area]"),
      radios: [...box.querySelectorAll("input[type=radio]")],
      comment: box.querySelector("[data-comment]"),
      evidence: box.querySelector("[data-evidence]"),
      details: box.querySelector("details"),
      status: box.querySelector("[data-status]"),
      chooser: box.querySelector("[data-choose]"),
      get version() {
        return Number(version.value);
      },
      set version(number) {
        version.value = String(number);
      },
      get choice() {
        return this.radios.find((radio) => radio.checked)?.value ?? "";
      },
      show(answer) {
        for (const radio of this.radios) radio.checked = radio.value === answer.choice;
        this.comment.value = answer.comment;
        this.evidence.value = answer.evidence ?? this.evidence.value; // an older script kept none
        if ((answer.comment || answer.evidence) && this.details) this.details.open = true;
        this.wasAnswered = Boolean(answer.choice);
      },
      wasAnswered: box.querySelector("input[type=radio][checked]") !== null,
      typing: 0,
    };
  }

  // ---- what the person does -------------------------------------------------------------------------------------
  function changed(question, { at = "now" } = {}) {
    remember(question);
    clearTimeout(question.typing);
    if (at === "now") pump();
    else question.typing = setTimeout(pump, TYPING_MS);
  }

  function remember(question) {
    if (held.has(question.item) && !question.chooser.hidden) {
      question.chooser.querySelector("[data-mine]").textContent = describe(question, current(question));
    } else held.delete(question.item);
    const entry = { ...current(question), version: question.version, area: question.area.dataset.area };
    waiting.set(question.item, entry);
    store.put(question.item, entry);
    count(question);
  }

  const current = (question) => ({
    choice: question.choice,
    comment: question.comment.value,
    evidence: question.evidence.value,
  });

  form.addEventListener("change", (event) => {
    const question = questionOf(event.target);
    if (question && event.target.type === "radio") changed(question);
  });
  form.addEventListener("input", (event) => {
    const question = questionOf(event.target);
    if (question && event.target.matches("[data-comment], [data-evidence]")) changed(question, { at: "pause" });
  });
  form.addEventListener("focusout", (event) => {
    const question = questionOf(event.target);
    if (question && waiting.has(question.item)) pump();
  });

  const questionOf = (element) => byItem.get(element.closest?.("[data-question]")?.dataset.question);

  // ---- saving ---------------------------------------------------------------------------------------------------
  /** Send what waits, one answer after the other; resolves when nothing more can be sent now. */
  function pump() {
    clearTimeout(timer);
    again = true;
    busy ??= sendRounds().finally(() => {
      busy = null;
      showStatus();
    });
    return busy;
  }

  async function sendRounds() {
    while (again) {
      again = false;
      await sendAll();
    }
  }

  async function sendAll() {
    for (;;) {
      const next = [...waiting].find(([item]) => !held.has(item));
      if (!next || stopped) return;
      // a longer line stays as it is: what moves between pressing and letting go gets no click
      if (!failures) statusLine.textContent = words("Saving");
      if (!(await send(...next))) return;
    }
  }

  /** Send one entry; false stops the round (network, signed out). */
  async function send(item, entry) {
    let answer;
    let body;
    try {
      answer = await fetch(form.dataset.saveUrl, {
        method: "POST",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" },
        body: JSON.stringify({ item, ...said(entry), version: entry.version }),
      });
      body = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    } catch {
      lastSent.set(item, said(entry));
      return retryLater("Waiting");
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) return retryLater("SignedOut");
    if (answer.ok && body) return saved(item, entry, body);
    if (answer.status === 409 && body?.error === "conflict") return conflict(item, entry, body.stored);
    if (answer.status === 400 && body?.fields) return invalid(item, body.fields);
    if (body?.message) return stop(body.message);
    return answer.status === 403 || answer.status === 404 ? retryLater("Reload") : retryLater("Waiting");
  }

  function saved(item, entry, body) {
    failures = 0;
    unreachable.hidden = true;
    savedAt = Date.now();
    lastSent.delete(item);
    const now = waiting.get(item);
    const question = byItem.get(item);
    if (question) question.version = body.version;
    if (now && !isSame(now, entry)) {
      now.version = body.version;
      store.put(item, now);
    } else {
      waiting.delete(item);
      store.drop(item, entry);
      if (question) tell(question, "");
    }
    form.dataset.answered = String(body.progress.answered);
    showOverall(body.progress.answered, body.progress.total);
    if (body.skipped) skip(new Set(body.skipped));
    return true;
  }

  function conflict(item, entry, stored) {
    const sent = lastSent.get(item);
    lastSent.delete(item);
    const question = byItem.get(item);
    if (sent && isSame(trimmed({ ...sent, evidence: sent.evidence ?? stored.evidence }), stored)) {
      // our own earlier save, whose answer was lost on the way: go on from there
      const now = waiting.get(item);
      now.version = stored.version;
      store.put(item, now);
      if (question) question.version = stored.version;
      return true;
    }
    held.add(item);
    if (!question) {
      elsewhere(entry);
      return true;
    }
    choose(question, stored);
    return true;
  }

  function choose(question, stored) {
    const panel = form.querySelector("[data-choose-template]").content.cloneNode(true);
    panel.querySelector("[data-theirs]").textContent = describe(question, stored);
    panel.querySelector("[data-mine]").textContent = describe(question, current(question));
    panel.querySelector("[data-keep-mine]").addEventListener("click", () => decide(question, stored, current(question)));
    panel.querySelector("[data-take-theirs]").addEventListener("click", () => decide(question, stored, stored));
    question.chooser.replaceChildren(panel);
    question.chooser.hidden = false;
    tell(question, words("Conflict"), "failed");
  }

  function decide(question, stored, answer) {
    question.chooser.hidden = true;
    question.chooser.replaceChildren();
    held.delete(question.item);
    tell(question, "");
    question.show(answer);
    question.version = stored.version;
    remember(question);
    pump();
    (question.radios.find((radio) => radio.checked) ?? question.radios[0]).focus();
  }

  function describe(question, answer) {
    const radio = question.radios.find((one) => one.value === answer.choice);
    const choice = radio ? radio.closest("label").textContent.trim() : words("NoAnswer");
    const lines = [choice, answer.comment || words("NoComment")];
    if (answer.evidence) lines.push(`${words("Evidence")} ${answer.evidence}`);
    return lines.join("\n");
  }

  function elsewhere(entry) {
    problem.hidden = false;
    problem.textContent = `${words("Elsewhere")} `;
    const link = document.createElement("a");
    link.href = `${form.dataset.areaUrl}areas/${encodeURIComponent(entry.area)}/`;
    link.textContent = entry.area;
    problem.append(link);
  }

  function invalid(item, fields) {
    held.add(item);
    const question = byItem.get(item);
    if (question) tell(question, Object.values(fields).flat().join(" "), "failed");
    announce.textContent = words("Invalid");
    return true;
  }

  function stop(message) {
    stopped = true;
    problem.hidden = false;
    problem.textContent = message;
    announce.textContent = message;
    return false;
  }

  function retryLater(reason) {
    const pause = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)];
    failures += 1;
    timer = setTimeout(pump, pause);
    form.dataset.trouble = reason;
    if (failures === 1) announce.textContent = words(reason);
    return false;
  }

  addEventListener("online", () => pump());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && waiting.size) pump();
  });

  // the token in the cookie is the newest: signing in again in another window changes it
  const csrfToken = () =>
    document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;

  // ---- what the page says ---------------------------------------------------------------------------------------
  function tell(question, text, state = "") {
    question.status.textContent = text;
    question.status.dataset.state = state;
    question.box.classList.toggle("has-errors", state === "failed");
  }

  function showStatus() {
    const open = [...waiting.keys()].filter((item) => !held.has(item));
    const isConflict = questions.some((question) => !question.chooser.hidden);
    const isLost = stopped && open.length;
    if (isLost) statusLine.textContent = words("NotSaved");
    else if (failures && open.length) statusLine.textContent = words(form.dataset.trouble);
    else if (isConflict) statusLine.textContent = words("Conflict");
    else if (held.size) statusLine.textContent = words("Invalid");
    else if (savedAt) statusLine.textContent = savedText();
    else statusLine.textContent = "";
    statusLine.dataset.state = isLost || failures || held.size ? "waiting" : "saved";
  }

  function savedText() {
    const seconds = Math.round((Date.now() - savedAt) / 1000);
    if (seconds < 2) return words("Saved");
    if (seconds < 60) return words("SavedAgo").replace("{seconds}", seconds);
    const time = new Date(savedAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return words("SavedAt").replace("{time}", time);
  }

  setInterval(() => {
    if (savedAt && !busy && !waiting.size) showStatus();
  }, 2000);

  function count(question) {
    const isAnswered = Boolean(question.choice);
    if (isAnswered === question.wasAnswered) return;
    question.wasAnswered = isAnswered;
    const { area } = question;
    const line = form.querySelector(`[data-area-count="${CSS.escape(area.dataset.area)}"]`);
    const answered = questions.filter((one) => one.area === area && one.choice).length;
    if (line) line.textContent = line.textContent.replace(/^\D*\d+/, (text) => text.replace(/\d+/, answered));
    showOverall(Number(form.dataset.answered) + (isAnswered ? 1 : -1));
    form.dataset.answered = String(Number(form.dataset.answered) + (isAnswered ? 1 : -1));
  }

  function showOverall(answered, total = null) {
    const box = form.querySelector("[data-overall]");
    const numbers = [answered, total];
    if (total !== null) box.querySelector("progress").max = total;
    box.querySelector("progress").value = answered;
    const text = box.querySelector(".progress-text");
    text.textContent = text.textContent.replace(/\d+/g, (old) => numbers.shift() ?? old);
  }

  /** Hide what a skip rule leads past; what was answered there stays and comes back with it. */
  function skip(items) {
    for (const question of questions) question.box.hidden = items.has(question.item);
    const cards = [...form.querySelectorAll("[data-card]")];
    for (const card of cards) card.hidden = !card.querySelector("[data-question]:not([hidden])");
    for (const area of form.querySelectorAll("[data-area]"))
      area.querySelector("[data-nothing-here]").hidden = area.querySelector("[data-card]:not([hidden])") !== null;
  }

  // ---- going on -------------------------------------------------------------------------------------------------
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const go = event.submitter?.value ?? "next";
    await pump();
    const here = [...waiting.keys()].filter((item) => byItem.has(item));
    if (here.length) {
      const first = byItem.get(here.find((item) => held.has(item)) ?? here[0]);
      focusOn(first);
      showStatus();
      announce.textContent = statusLine.textContent;
      if (failures && form.dataset.trouble === "Waiting") showUnreachable(true);
      return;
    }
    if (await isReachable()) location.assign(target(go));
    else showUnreachable(true);
  });

  /** Leaving the page would end at the browser's own error page, and the way back is closed there. */
  function showUnreachable(isShown) {
    unreachable.hidden = !isShown;
    if (isShown) announce.textContent = unreachable.textContent;
  }
  addEventListener("online", () => showUnreachable(false));

  function target(go) {
    if (go.startsWith("area-")) return `${form.dataset.areaUrl}areas/${encodeURIComponent(go.slice(5))}/`;
    if (go === "previous") return form.dataset.previousUrl;
    return go === "review" ? `${form.dataset.areaUrl}review/` : form.dataset.nextUrl;
  }

  // ---- keyboard: 1-9 choose, 0 takes back, arrows move between questions, c comments, e names evidence -------------
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, select, dialog")) return;
    const question = questionOf(event.target) ?? null;
    const index = question ? questions.indexOf(question) : -1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const isRadio = event.target.type === "radio";
      if (!isRadio && event.target !== document.body) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      let place = index + step;
      while (questions[place]?.box.closest("[hidden]")) place += step;
      const next = questions[place];
      if (!next) return;
      event.preventDefault();
      focusOn(next);
      return;
    }
    if (!question) return;
    if (/^[0-9]$/.test(event.key)) {
      event.preventDefault();
      pick(question, Number(event.key));
    } else if (/^[ce]$/i.test(event.key) && event.target.tagName !== "SUMMARY") {
      event.preventDefault();
      const open = question.details ? question : questions.find((one) => one.card === question.card && one.details);
      open.details.open = true;
      (event.key.toLowerCase() === "c" ? open.comment : open.evidence).focus();
    }
  });

  function pick(question, number) {
    const radio = question.radios[number - 1];
    if (number && !radio) return;
    for (const one of question.radios) one.checked = one === radio;
    (radio ?? question.radios[0]).focus();
    changed(question);
  }

  function focusOn(question) {
    const radio = question.radios.find((one) => one.checked) ?? question.radios[0];
    radio.focus({ preventScroll: true });
    question.box.scrollIntoView({ block: "center" });
  }

  // ---- take up what was left waiting ----------------------------------------------------------------------------
  for (const [item, entry] of Object.entries(store.all())) {
    waiting.set(item, entry);
    store.adopt(item, entry);
    lastSent.set(item, said(entry));
    const question = byItem.get(item);
    if (!question) continue;
    question.show(entry);
    question.version = entry.version; // what it was based on, so that a newer answer is not overwritten
  }
  for (const question of questions) if (!waiting.has(question.item) && isTouched(question)) remember(question);
  if (waiting.size) pump();

  /** Whether the person was quicker than this script. */
  function isTouched(question) {
    const isChosen = question.radios.some((radio) => radio.checked !== radio.defaultChecked);
    const written = [question.comment, question.evidence].filter((box) => box instanceof HTMLTextAreaElement);
    return isChosen || written.some((box) => box.value !== box.defaultValue);
  }
}
