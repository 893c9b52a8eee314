/*
 * Brobyggaren's chat window for a web site. One tag embeds it:
 *
 *   <script src="https://gateway.example/widget/v1/brobyggaren.js" data-kommun="hedemora" defer></script>
 *
 * data-kommun    the kommun that the site belongs to (may be left out: then the reader chooses)
 * data-language  the language to begin in (may be left out: then the page's own, then the browser's)
 *
 * It works under `default-src 'none'; script-src GATEWAY; connect-src GATEWAY; require-trusted-types-for 'script'`:
 * everything is built by createElement and textContent, the style is a constructed sheet, and nobody else is asked.
 */
(() => {
  "use strict";

  const script = document.currentScript; // null later on, so read now
  if (!script || customElements.get("brobyggaren-chat")) return;

  const ORIGIN = new URL(script.src).origin;
  const MEMORY = `brobyggaren ${ORIGIN}`;
  const KEPT = 30; // entries of the transcript that survive a change of page
  const PATIENCE = 30000; // ms until an answer is given up
  const PAUSE = 400; // ms: shorter waits are not announced, and a select passed through by arrow keys sends nothing
  const SPOKEN = 1000; // ms in the live region: Chrome with TalkBack misses shorter ones
  const FULL = "(max-width: 30em), (max-height: 26em)"; // the panel fills the window

  // ---------------------------------------------------------------- elements

  /** An element. Attributes that are undefined are left out. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  function makeButton(attributes, action, ...children) {
    const button = make("button", { type: "button", ...attributes }, ...children);
    button.addEventListener("click", action);
    return button;
  }

  /** A number, an address or a date: from left to right, also within Arabic. */
  const leftToRight = (text) => make("bdi", { dir: "ltr" }, text);

  function makeLink(href, attributes, ...children) {
    return make("a", { href, rel: "noopener", target: "_blank", ...attributes }, ...children);
  }

  /** The address as the browser understands it, or null when it is not one of these protocols. */
  function webAddress(text, protocols) {
    try {
      const url = new URL(text);
      return protocols.includes(url.protocol) ? url.href : null;
    } catch {
      return null;
    }
  }

  // ---------------------------------------------------------------- the small Markdown of our texts

  const ITEM = /^(?:-|(\d{1,9})\.)\s+(.*)$/;
  // Bold, an https address without the full stop after it, an e-mail address. Facts come within U+2068 and U+2069.
  const INLINE =
    /\*\*(\S(?:.*?\S)?)\*\*|https:\/\/[^\s<>"\u2066-\u2069]*[^\s<>"\u2066-\u2069.,;:!?)\]'*،؛؟]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

  /** Paragraphs and lists as {tag, start, lines}. */
  function readBlocks(text) {
    const blocks = [];
    let apart = true; // after an empty line, and at the beginning
    for (const line of text.split("\n").map((line) => line.trim())) {
      if (line) takeLine(blocks, line, apart);
      apart = !line;
    }
    return blocks;
  }

  function takeLine(blocks, line, apart) {
    const last = blocks[blocks.length - 1];
    const [, number, item] = ITEM.exec(line) || [];
    // As in Markdown, only "1." may begin a list right below a paragraph: "ring\n112. Säg …" is no list.
    const isItem = item !== undefined && (apart || last.tag !== "p" || !(number > 1));
    const tag = !isItem ? "p" : number ? "ol" : "ul";
    if (isItem && last && last.tag === tag) last.lines.push(item);
    else if (isItem || apart) blocks.push({ tag, start: number, lines: [isItem ? item : line] });
    else last.lines[last.lines.length - 1] += ` ${line}`;
  }

  function renderMarkup(text) {
    return readBlocks(text).map(({ tag, start, lines }) =>
      tag === "p"
        ? make("p", {}, ...renderInline(lines[0]))
        : make(tag, { start }, ...lines.map((line) => make("li", {}, ...renderInline(line)))),
    );
  }

  function renderInline(text) {
    const nodes = [];
    let end = 0;
    for (const match of text.matchAll(INLINE)) {
      nodes.push(text.slice(end, match.index), renderMatch(match));
      end = match.index + match[0].length;
    }
    return [...nodes, text.slice(end)];
  }

  function renderMatch([whole, bold]) {
    if (bold) return make("strong", {}, ...renderInline(bold));
    if (!whole.startsWith("https:")) return make("a", { href: `mailto:${whole}`, dir: "ltr" }, whole);
    const href = webAddress(whole, ["https:"]);
    return href ? makeLink(href, { dir: "ltr" }, whole) : whole;
  }

  const plainText = (text) => text.replace(/\*\*/g, "");

  // ---------------------------------------------------------------- a reply, part by part
  //
  // `ui` is what /api/v1/words gave: {language, words, languages, kommuner}. Words stand in a reply in the language of
  // the window; where that is not the reply's own (older replies after a change of language), the element says so.

  const inUi = (ui, reply) => (ui.language.code === reply.lang ? {} : { lang: ui.language.code, dir: ui.language.dir });

  /** A phrase with {date} in it, as nodes. */
  function withDate(phrase, date) {
    const [before, after] = phrase.split("{date}");
    return after === undefined || !date ? [phrase.replace("{date}", "")] : [before, leftToRight(date), after];
  }

  function renderReply(reply, ui, choose) {
    const parts = [
      reply.notice && make("p", { class: "notice" }, reply.notice),
      ...renderMarkup(reply.text),
      renderFacts(reply.facts),
      reply.topic && renderOrigin(reply, ui),
      reply.sources.length && renderSources(reply, ui),
      reply.lang !== "sv" && reply.swedish && renderSwedish(reply, ui),
      reply.buttons.length && renderChoices(reply.buttons, choose),
    ];
    return make("div", { class: "reply", lang: reply.lang, dir: reply.dir }, ...parts.filter(Boolean));
  }

  const HREF = new Map([
    ["phone", (value) => `tel:${value.replace(/[^\d+]/g, "")}`],
    ["email", (value) => `mailto:${value}`],
    ["link", (value) => webAddress(value, ["https:"])],
  ]);

  /** What one can do at once: call, write, open. The other facts stand in the text. */
  function renderFacts(facts) {
    const links = new Map(); // by address: the switchboard may be among the facts twice
    for (const { kind, label, value } of facts) {
      const href = HREF.has(kind) && HREF.get(kind)(value);
      if (href && !links.has(href)) links.set(href, renderFact(href, kind, label, value));
    }
    return links.size && make("ul", { class: "facts", role: "list" }, ...links.values());
  }

  function renderFact(href, kind, label, value) {
    const inside = [`${label} `, leftToRight(value)];
    return make("li", {}, kind === "link" ? makeLink(href, {}, ...inside) : make("a", { href }, ...inside));
  }

  function renderOrigin(reply, ui) {
    const phrase = ui.words[`origin.${reply.origin}`] || "";
    return make("p", { class: "origin", ...inUi(ui, reply) }, ...withDate(phrase, reply.checked));
  }

  function renderSources(reply, ui) {
    const items = reply.sources.map(({ title, url, checked }) => {
      const href = webAddress(url, ["https:", "http:"]);
      const swedish = { lang: "sv", dir: "ltr" };
      const name = href ? makeLink(href, swedish, title) : make("span", swedish, title);
      const date = make("span", { class: "checked", ...inUi(ui, reply) }, ...withDate(ui.words.checked, checked));
      return make("li", {}, name, " ", date);
    });
    return make("details", {}, make("summary", inUi(ui, reply), ui.words.sources), make("ul", {}, ...items));
  }

  let swedishTexts = 0; // for ids that no other has

  function renderSwedish(reply, ui) {
    const id = `swedish-${++swedishTexts}`;
    const text = make("div", { class: "swedish", id, lang: "sv", dir: "ltr" }, ...renderMarkup(reply.swedish));
    const attributes = { class: "quiet", "aria-expanded": "false", "aria-controls": id, ...inUi(ui, reply) };
    const toggle = makeButton(attributes, () => {
      text.hidden = !text.hidden;
      toggle.setAttribute("aria-expanded", String(!text.hidden));
      toggle.textContent = text.hidden ? ui.words.show_swedish : ui.words.hide_swedish;
    }, ui.words.show_swedish);
    text.hidden = true;
    return make("div", {}, toggle, text);
  }

  function renderChoices(buttons, choose) {
    const group = make("div", { class: "choices" });
    for (const { title, payload } of buttons) {
      group.append(makeButton({}, () => group.classList.contains("used") || choose(group, title, payload), title));
    }
    return group;
  }

  /** Not `disabled`: that would throw the focus away, and the choice should stay readable. */
  function markUsed(group, used) {
    group.classList.toggle("used", used);
    for (const button of group.children) {
      button.setAttribute("aria-disabled", String(used));
      button.tabIndex = used ? -1 : 0;
    }
  }

  // ---------------------------------------------------------------- the gateway

  /** An answer that says no. `detail` is meant for the reader when there were too many or too long messages. */
  class Refusal extends Error {
    constructor(status, detail) {
      super(`${status} ${detail}`);
      this.status = status;
      this.forReader = status === 429 || status === 413 ? detail : undefined;
    }
  }

  async function fetchJson(path, options) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const response = await fetch(ORIGIN + path, { credentials: "omit", signal: patience.signal, ...options });
      if (response.ok) return await response.json();
      const problem = await response.json().catch(() => ({})); // a proxy's error page is not JSON
      throw new Refusal(response.status, problem.detail);
    } finally {
      clearTimeout(timer);
    }
  }

  const fetchWords = (code) => fetchJson(`/api/v1/words/${encodeURIComponent(code)}`);

  /** `hint` is what the reader seems to speak. As a header it leaves the choice open; as `language` it would settle it. */
  function postChat(message, hint) {
    const headers = { "Content-Type": "application/json" };
    if (hint) headers["Accept-Language"] = hint;
    return fetchJson("/api/v1/chat", { method: "POST", headers, body: JSON.stringify(message) });
  }

  const baseOf = (code) => code.toLowerCase().split(/[-_]/)[0];

  /** The words in the first of these languages that is served, else in Swedish. */
  async function fetchFirstWords(codes) {
    const [wanted, ...others] = codes.map(baseOf);
    const ui = await fetchWords(wanted);
    if (ui.language.code === wanted) return ui;
    const served = others.find((code) => ui.languages.some((language) => language.code === code));
    return served ? fetchWords(served) : ui;
  }

  // ---------------------------------------------------------------- memory, for as long as the tab is open

  const memory = {
    // A browser may forbid storage altogether; the chat then forgets at each change of page, and works.
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(MEMORY)) || {};
      } catch {
        return {};
      }
    },
    write(state) {
      try {
        sessionStorage.setItem(MEMORY, JSON.stringify(state));
      } catch {
        // full or forbidden
      }
    },
    clear() {
      try {
        sessionStorage.removeItem(MEMORY);
      } catch {
        // forbidden
      }
    },
  };

  /** token, language, chosen (the reader chose the language), kommun, transcript: [{mine} or {reply, used}] */
  const freshState = () => ({ kommun: script.dataset.kommun, transcript: [] });

  // ---------------------------------------------------------------- the window

  class Chat extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      this.attachShadow({ mode: "open" }); // open, so that accessibility checkers can look inside
      dress(this.shadowRoot);
      this.state = { ...freshState(), ...memory.read() };
      this.queue = Promise.resolve();
      this.waiting = 0;
      this.failed = null;
      this.build();
      this.begin(1000);
    }

    /** Without words there is no window. A gateway that is away is asked again, later and later. */
    async begin(delay) {
      try {
        this.ui = await fetchFirstWords(this.languages());
      } catch {
        if (delay < 60000) setTimeout(() => this.begin(delay * 4), delay);
        return;
      }
      this.label();
      this.restore();
      this.section.hidden = false;
    }

    languages() {
      const asked = [this.state.language, script.dataset.language, document.documentElement.lang];
      return [...asked, ...navigator.languages, "sv"].filter(Boolean);
    }

    /** What the reader seems to speak. A kommun's page is in Swedish for everybody: there the browser knows better. */
    hint() {
      const page = document.documentElement.lang;
      return this.state.language || script.dataset.language || (baseOf(page) === "sv" ? undefined : page);
    }

    // Building

    build() {
      this.launcher = this.buildLauncher();
      this.log = this.buildLog();
      this.below = makeButton({ class: "below", "data-word": "new_below", hidden: "" }, () => this.goBelow());
      this.status = make("div", { role: "status" });
      this.retry = makeButton({ "data-word": "retry", hidden: "" }, () => this.sendAgain());
      this.panel = make("section", { id: "panel", class: "panel", "aria-labelledby": "title", hidden: "" },
        this.buildHeader(), this.log, this.below, make("div", { class: "state" }, this.status, this.retry), this.buildForm());
      this.slots = [make("div", { "aria-live": "polite" }), make("div", { "aria-live": "polite" })];
      this.section = make("section", { class: "dock", "data-label": "bot", hidden: "" },
        this.launcher, this.panel, make("div", { class: "unseen" }, ...this.slots));
      this.section.addEventListener("keydown", (event) => this.onKey(event));
      this.panel.addEventListener("focusout", (event) => this.onLeave(event));
      this.shadowRoot.append(this.section);
    }

    buildLauncher() {
      const attributes = { class: "launcher", "aria-expanded": "false", "aria-controls": "panel" };
      const toggle = () => (this.panel.hidden ? this.open() : this.close());
      return makeButton(attributes, toggle, drawBubble(), make("span", { "data-word": "open" }));
    }

    buildHeader() {
      this.languageSelect = this.buildSelect("language", (code) => this.chooseLanguage(code));
      this.kommunSelect = this.buildSelect("kommun", (id) => this.chooseKommun(id));
      const cross = make("span", { "aria-hidden": "true" }, "×");
      const close = makeButton({ class: "close", "data-label": "close" }, () => this.close(true), cross);
      return make("div", { class: "header" },
        make("div", { class: "top" }, make("h2", { id: "title", "data-word": "title" }), close),
        make("div", { class: "settings" }, this.languageSelect.parentNode, this.kommunSelect.parentNode));
    }

    buildSelect(word, choose) {
      const select = make("select", { id: word });
      let timer = 0;
      select.addEventListener("change", () => {
        clearTimeout(timer);
        timer = setTimeout(() => choose(select.value), PAUSE);
      });
      make("div", { class: "setting" }, make("label", { for: word, "data-word": word }), select);
      return select;
    }

    /** One tab stop that scrolls by keys. Not live itself: a screen reader would read old messages again. */
    buildLog() {
      this.list = make("ol", { role: "list" });
      const attributes = { class: "log", role: "log", "aria-live": "off", tabindex: "0", "data-label": "log" };
      const log = make("div", attributes, make("p", { class: "purpose", "data-word": "purpose" }), this.list);
      log.addEventListener("scroll", () => this.isAtEnd() && (this.below.hidden = true));
      return log;
    }

    buildForm() {
      this.input = make("textarea", { id: "text", rows: "2", maxlength: "2000", dir: "auto", autocomplete: "off" });
      this.input.addEventListener("pointerdown", () => this.input.removeAttribute("inputmode"));
      this.input.addEventListener("keydown", (event) => this.onInputKey(event));
      const send = make("button", { type: "submit", class: "send", "data-word": "send" });
      const form = make("form", {},
        make("label", { for: "text", "data-word": "placeholder" }),
        make("div", { class: "row" }, this.input, send),
        makeButton({ class: "quiet", "data-word": "clear" }, () => this.forget()));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.submit();
      });
      return form;
    }

    // The window's own words

    /** Everything that is not a message, in the language of `this.ui`. Older messages keep theirs. */
    label() {
      const { language, words } = this.ui;
      for (const element of this.shadowRoot.querySelectorAll("[data-word]")) {
        element.textContent = words[element.dataset.word];
      }
      for (const element of this.shadowRoot.querySelectorAll("[data-label]")) {
        element.setAttribute("aria-label", words[element.dataset.label]);
      }
      for (const part of [this.launcher, this.panel]) {
        part.lang = language.code;
        part.dir = language.dir;
      }
      this.fillSelects();
      this.showStatus();
    }

    fillSelects() {
      const { languages, kommuner, words } = this.ui;
      const ids = kommuner.map(({ payload }) => payload.replace("kommun:", ""));
      // A kommun that the gateway does not know would make it refuse every message.
      if (!ids.includes(this.state.kommun)) this.state.kommun = undefined;
      this.languageSelect.replaceChildren(
        ...languages.map(({ code, dir, name }) => make("option", { value: code, lang: code, dir }, name)),
      );
      this.kommunSelect.replaceChildren(
        make("option", { value: "" }, words.choose_kommun),
        ...kommuner.map(({ title }, at) => make("option", { value: ids[at], lang: "sv", dir: "ltr" }, title)),
      );
      this.showSettings();
    }

    showSettings() {
      this.languageSelect.value = this.ui.language.code;
      this.kommunSelect.value = this.state.kommun || "";
    }

    async speak(code) {
      if (code === this.ui.language.code) return;
      this.ui = await fetchWords(code);
      this.label();
    }

    /** An answer came in a language: the window goes along, if it can. The answer is shown in any case. */
    async follow(code) {
      if (!this.ui.languages.some((language) => language.code === code)) return;
      await this.speak(code).catch(() => {});
      this.state.language = code;
    }

    // Opening and closing

    open() {
      this.panel.hidden = false;
      this.section.classList.add("open");
      this.launcher.setAttribute("aria-expanded", "true");
      this.scrollToEnd();
      this.focusInput();
      const nothingYet = !this.list.firstChild && !this.waiting && !this.failed;
      if (nothingYet) this.send({ payload: "do:greet" });
    }

    close(backToLauncher = false) {
      this.panel.hidden = true;
      this.section.classList.remove("open");
      this.launcher.setAttribute("aria-expanded", "false");
      if (backToLauncher) this.launcher.focus();
    }

    /** The input gets the focus, but the keyboard of a phone stays away until the reader touches the input. */
    focusInput() {
      this.input.setAttribute("inputmode", "none");
      this.input.focus({ preventScroll: true });
    }

    onKey(event) {
      if (event.key !== "Escape" || event.isComposing || this.panel.hidden) return;
      event.stopPropagation(); // the page may have something of its own that closes
      this.close(true);
    }

    /** Where the panel fills the window, a focus that walks on into the page would be hidden behind it. */
    onLeave({ relatedTarget }) {
      const left = relatedTarget && !this.section.contains(relatedTarget);
      if (left && matchMedia(FULL).matches) this.close();
    }

    // What the reader does

    onInputKey(event) {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    }

    submit() {
      const text = this.input.value.trim();
      if (!text) return this.input.focus();
      return this.send({ text, show: () => this.showTyped(text) });
    }

    /** The text moves from the input into the transcript, and back again when it could not be sent. */
    showTyped(text) {
      const item = this.showMine(text);
      if (this.input.value.trim() === text) this.input.value = "";
      return () => {
        item.remove();
        if (!this.input.value) this.input.value = text;
      };
    }

    choose(group, title, payload, entry) {
      this.send({ payload, mine: title, entry, show: () => this.showChosen(group, title) });
      this.focusInput();
    }

    showChosen(group, title) {
      const item = this.showMine(title);
      markUsed(group, true);
      return () => {
        item.remove();
        markUsed(group, false);
      };
    }

    chooseLanguage(code) {
      if (code === this.ui.language.code) return;
      this.send({ payload: `language:${code}`, language: code, show: () => () => this.showSettings() });
    }

    chooseKommun(id) {
      if (!id) this.showSettings();
      else if (id !== this.state.kommun) this.send({ payload: `kommun:${id}`, show: () => () => this.showSettings() });
    }

    /** Here at once, whether or not the gateway can be reached: the computer may be a shared one. */
    forget() {
      const ended = this.state;
      memory.clear();
      this.state = { ...freshState(), language: this.ui.language.code };
      this.fillSelects();
      this.list.replaceChildren();
      this.input.value = "";
      this.send({ payload: "do:forget", ended });
      this.focusInput();
    }

    // Sending: one message after the other, since the first answer brings the token for the second

    /** A message is {text} or {payload}; `show` shows it in the window and gives back how to take it away again. */
    send(message) {
      this.failed = null;
      this.waiting += 1;
      const undo = message.show ? message.show() : () => {};
      this.scrollToEnd();
      this.showStatus();
      const talk = this.state;
      this.queue = this.queue.then(() => this.deliver(message, talk, undo));
    }

    sendAgain() {
      this.send(this.failed);
      this.focusInput(); // the button is gone
    }

    /** `talk` is the state at the time of sending: when it has been cleared since, nothing of it is sent, shown or kept. */
    async deliver(message, talk, undo) {
      try {
        if (talk !== this.state) return;
        if (message.language) await this.speakChosen(message.language);
        const answer = await this.ask(message, message.ended || talk);
        talk.token = answer.conversation;
        if (talk === this.state) await this.receive(answer, message);
      } catch (error) {
        if (talk === this.state) this.fail(message, error, undo);
      } finally {
        this.waiting -= 1;
        this.showStatus();
      }
    }

    fail(message, error, undo) {
      this.failed = message;
      this.why = error.forReader;
      undo();
    }

    async speakChosen(code) {
      await this.speak(code);
      this.state.chosen = true;
      this.state.language = code;
    }

    async ask({ text, payload }, talk) {
      const language = talk.chosen ? talk.language : undefined;
      const body = { text, payload, language, kommun: talk.kommun, conversation: talk.token };
      try {
        return await postChat(body, this.hint());
      } catch (error) {
        if (error.status !== 401 || !talk.token) throw error;
        talk.token = undefined; // the gateway no longer knows it: a new conversation goes on from here
        return postChat({ ...body, conversation: undefined }, this.hint());
      }
    }

    async receive(answer, message) {
      const { payload = "", entry } = message;
      if (payload.startsWith("language:")) this.state.chosen = true; // by a button in a reply, too
      if (entry) entry.used = true;
      this.state.kommun = answer.kommun || this.state.kommun;
      await this.follow(answer.language.code);
      this.showSettings();
      this.showAnswer(answer, message);
    }

    showAnswer({ replies }, message) {
      const atEnd = this.isAtEnd();
      const entries = replies.map((reply) => ({ reply }));
      const [first] = entries.map((entry) => this.showReply(entry));
      if (atEnd) this.scrollToReply(first);
      else this.below.hidden = false;
      replies.forEach((reply) => this.announce(reply));
      if (message.payload !== "do:forget") this.remember(message.text || message.mine, entries);
    }

    // The transcript

    showItem(who, ...children) {
      const item = make("li", { class: who }, make("span", { class: "unseen", "data-word": who }, this.ui.words[who]), ...children);
      this.list.append(item);
      return item;
    }

    showMine(text) {
      return this.showItem("you", make("p", { dir: "auto" }, text));
    }

    showReply(entry) {
      const choose = (group, title, payload) => this.choose(group, title, payload, entry);
      const element = renderReply(entry.reply, this.ui, choose);
      const group = element.querySelector(".choices");
      if (entry.used && group) markUsed(group, true);
      return this.showItem("bot", element);
    }

    remember(mine, entries) {
      const said = mine ? [{ mine }] : [];
      this.state.transcript = [...this.state.transcript, ...said, ...entries].slice(-KEPT);
      memory.write(this.state);
    }

    /** What was said on the page before; it has been read out there, so it is not announced here. */
    restore() {
      try {
        for (const entry of this.state.transcript) entry.reply ? this.showReply(entry) : this.showMine(entry.mine);
      } catch {
        memory.clear(); // not written by this version of the script
        this.state = freshState();
        this.list.replaceChildren();
      }
    }

    // Scrolling, always after something that the reader did, never away from what is being read

    isAtEnd() {
      return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
    }

    scrollToEnd() {
      this.log.scrollTop = this.log.scrollHeight;
      this.below.hidden = true;
    }

    /** To the question that the reply belongs to, so that a long answer is read from its beginning. */
    scrollToReply(item) {
      const before = item.previousElementSibling;
      const from = before && before.className === "you" ? before : item;
      this.log.scrollTop = from.offsetTop - 12;
    }

    goBelow() {
      this.scrollToEnd();
      this.log.focus(); // the button is gone, and the log is what is read next
    }

    // Telling

    showStatus() {
      clearTimeout(this.statusTimer);
      this.retry.hidden = !this.failed;
      this.retry.parentNode.classList.toggle("failed", Boolean(this.failed));
      this.status.replaceChildren(this.failed ? this.why || this.ui.words.not_sent : "");
      if (this.waiting && !this.failed) this.statusTimer = setTimeout(() => this.showTyping(), PAUSE);
    }

    showTyping() {
      const dots = make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
      this.status.replaceChildren(dots, this.ui.words.typing);
    }

    /** To screen readers, once. Two regions by turns, for some swallow a second change of the same one. */
    announce(reply) {
      this.slots.reverse();
      const text = [reply.notice, reply.text].filter(Boolean).join("\n");
      const spoken = make("p", { lang: reply.lang, dir: reply.dir }, plainText(text));
      this.slots[0].append(spoken);
      setTimeout(() => spoken.remove(), SPOKEN);
    }
  }

  /** A speech bubble. */
  function drawBubble() {
    const draw = (tag, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      return element;
    };
    const icon = draw("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" });
    icon.append(draw("path", { d: "M4 4h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-8l-5 4v-4H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z" }));
    return icon;
  }

  // ---------------------------------------------------------------- how it looks
  //
  // `em` from `font-size: medium`, which is the size the reader chose in the browser. `rem` would be the page's, and many
  // sites set that to 62.5 %. The dock stands where the page's direction puts it, the panel inside goes by its language.

  const STYLE = `
:host { all: initial; position: fixed; inset-block-end: 1em; inset-inline-end: 1em; z-index: 2147483000; font-size: medium; color-scheme: light dark;
  --ink: #1a1f24; --paper: #fff; --soft: #eef3f6; --line: #6b7884; --strong: #0b4f6c; --on-strong: #fff; --mine: #0b4f6c; --on-mine: #fff; --wrong: #9b1c1c; }
@media (prefers-color-scheme: dark) { :host { --ink: #eef2f5; --paper: #14181c; --soft: #222a31; --line: #93a1ad; --strong: #9fd3ea; --on-strong: #0d1417; --wrong: #ffb4a9; } }
@media print { :host { display: none; } }
*, *::before { box-sizing: border-box; }
[hidden] { display: none !important; }
.unseen, .open .launcher span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.dock { display: flex; flex-direction: column-reverse; align-items: flex-end; gap: 0.5em; color: var(--ink);
  font: 1em/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic", "Abyssinica SIL", Nyala, Ebrima, sans-serif; }
button, select, textarea { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 0.6em; min-width: 2.75em; min-height: 2.75em; padding: 0.45em 0.8em; margin: 0; max-width: 100%; }
button { cursor: pointer; text-align: start; }
button:hover, .facts a:hover { border-color: var(--strong); text-decoration: underline; }
:focus-visible { outline: 3px solid var(--strong); outline-offset: 2px; }
a { color: var(--strong); overflow-wrap: anywhere; }
h2, p, ul, ol { margin: 0; }

.launcher { display: flex; align-items: center; gap: 0.6em; min-height: 3.25em; padding: 0.5em 1.2em; border: 2px solid var(--paper); border-radius: 1.7em; background: var(--strong); color: var(--on-strong); font-weight: 600; box-shadow: 0 2px 10px rgb(0 0 0 / 0.3); }
.open .launcher { padding-inline: 0.8em; }
.launcher:hover { border-color: var(--paper); }
.launcher svg { flex: none; width: 1.5em; height: 1.5em; fill: none; stroke: currentcolor; stroke-width: 2; stroke-linejoin: round; }

.panel { display: flex; flex-direction: column; width: min(26em, 100vw - 2em); height: min(42em, 100vh - 6em); height: min(42em, 100dvh - 6em); overflow: hidden; background: var(--paper); border: 1px solid var(--line); border-radius: 1em; box-shadow: 0 6px 30px rgb(0 0 0 / 0.3); }
.header { padding: 0.5em 1em 0.75em; border-block-end: 1px solid var(--line); }
.top { display: flex; align-items: center; justify-content: space-between; gap: 0.5em; }
h2 { font-size: 1.15em; line-height: 1.3; }
.close { flex: none; margin-inline-end: -0.6em; padding: 0; border-color: transparent; background: none; text-align: center; line-height: 1; }
.close span { font-size: 1.7em; }
.settings { display: flex; gap: 0.75em; }
.setting { flex: 1 1 0; min-width: 0; }
label { display: block; font-size: 0.9em; font-weight: 600; }
select { width: 100%; padding-inline: 0.5em; text-overflow: ellipsis; }

.log { position: relative; flex: 1 1 auto; min-height: 7em; overflow: auto; overscroll-behavior: contain; padding: 1em; border-block-end: 1px solid var(--line); overflow-wrap: anywhere; }
.log:focus-visible { outline-offset: -3px; }
.purpose { font-size: 0.9em; padding-block-end: 1em; }
.log > ol { list-style: none; padding: 0; display: flex; flex-direction: column; gap: 0.9em; }
.you > p { width: fit-content; max-width: 88%; margin-inline-start: auto; padding: 0.55em 0.9em; border-radius: 1em; border-end-end-radius: 0.25em; background: var(--mine); color: var(--on-mine); white-space: pre-wrap; }
.reply { padding: 0.75em 0.9em; border-radius: 1em; border-end-start-radius: 0.25em; background: var(--soft); display: flex; flex-direction: column; gap: 0.6em; }
.reply > *, .swedish { min-width: 0; }
.reply > ul:not(.facts), .reply > ol, .swedish ul, .swedish ol, details ul { padding-inline-start: 1.4em; }
.reply ul { list-style: disc; }
.reply li + li { margin-block-start: 0.25em; }
.notice, .origin { font-size: 0.9em; border-inline-start: 3px solid var(--line); padding-inline-start: 0.6em; }
.checked bdi, .origin bdi { white-space: nowrap; }
.reply > .facts { list-style: none; padding: 0; display: flex; flex-direction: column; gap: 0.5em; }
.reply > .facts li { margin: 0; }
.facts a { display: block; min-height: 2.75em; padding: 0.55em 0.8em; border: 1px solid var(--line); border-radius: 0.6em; background: var(--paper); text-decoration: none; }
.facts bdi { font-weight: 600; }
.facts [href^="tel:"] bdi { white-space: nowrap; }
.facts [target] bdi { font-weight: 400; font-size: 0.9em; }
summary { min-height: 2.75em; padding-block: 0.6em; cursor: pointer; color: var(--strong); }
details a { display: inline-block; padding-block: 0.35em; }
.checked { font-size: 0.9em; }
.quiet { border-color: transparent; background: none; color: var(--strong); padding-inline: 0; text-decoration: underline; text-underline-offset: 0.2em; }
.quiet:hover { border-color: transparent; }
.swedish { border-inline-start: 3px solid var(--line); padding-inline-start: 0.75em; }
.swedish > * + * { margin-block-start: 0.6em; }
.choices { display: flex; flex-wrap: wrap; gap: 0.5em; }
.choices button { border-color: var(--strong); color: var(--strong); border-radius: 1.4em; padding-inline: 1em; }
.choices.used button { border: 1px dashed var(--line); color: var(--ink); background: none; cursor: default; text-decoration: none; }

.below { align-self: center; margin-block: 0.4em; background: var(--strong); color: var(--on-strong); border-radius: 1.4em; }
.state { padding-inline: 1em; display: flex; flex-wrap: wrap; align-items: center; gap: 0.25em 0.75em; }
.failed { padding-block: 0.6em; border-block-end: 2px solid var(--wrong); }
.failed > [role="status"] { color: var(--wrong); font-weight: 600; }
.dots { display: inline-flex; gap: 0.2em; margin-inline-end: 0.5em; }
.dots i { width: 0.4em; height: 0.4em; border-radius: 50%; background: currentcolor; animation: breathe 1.2s infinite; }
.dots i:nth-child(2) { animation-delay: 0.2s; }
.dots i:nth-child(3) { animation-delay: 0.4s; }
@keyframes breathe { 50% { opacity: 0.25; } }
@media (prefers-reduced-motion: reduce) { .dots i { animation: none; } }
form { padding: 0.5em 1em max(0.25em, env(safe-area-inset-bottom)); }
.row { display: flex; align-items: flex-end; gap: 0.5em; margin-block: 0.25em; }
textarea { flex: 1 1 auto; min-width: 0; max-height: 9em; resize: none; field-sizing: content; }
.send { flex: none; background: var(--strong); color: var(--on-strong); border-color: var(--strong); font-weight: 600; }

@media ${FULL} {
  .panel { position: fixed; inset: 0; width: auto; height: auto; border: 0; border-radius: 0; box-shadow: none; overflow: auto; }
  .open .launcher { visibility: hidden; }
}
@media (forced-colors: active) { .you > p, .reply, .dots i { border: 1px solid; } .choices.used button { color: GrayText; } }
`;

  function dress(root) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.append(make("style", {}, STYLE)); // iOS before 16.4
    }
  }

  customElements.define("brobyggaren-chat", Chat);

  function embed() {
    if (!document.querySelector("brobyggaren-chat")) document.body.append(make("brobyggaren-chat"));
  }

  if (document.body) embed();
  else document.addEventListener("DOMContentLoaded", embed);
})();
