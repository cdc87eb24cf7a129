// The only script of the page. It copies sayable lines, reads a finished answer out once, brings a new question into
// view, gives back what was sent into a broken connection, puts the cursor into the box on the first screen, lets menus
// follow light and dark, follows links among the guides, and on a phone puts the sidebar away when something was chosen.
// It is the same for everybody and holds no words of anybody, but for a message that is still on its way.
(() => {
  if (window.alongside) return;
  window.alongside = true;

  const live = document.createElement("div");
  live.className = "al-unseen";
  live.setAttribute("role", "status");
  live.setAttribute("aria-live", "polite");
  document.body.append(live);
  const say = (words) => {
    live.textContent = "";
    setTimeout(() => { live.textContent = words; }, 60);
  };

  const byHand = (words) => {
    const box = document.createElement("textarea");
    box.value = words;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-al-copy]");
    if (!button) return;
    const line = button.parentElement.querySelector("em");
    const words = line.textContent.trim().replace(/^["“„«]\s*|\s*["”“»]$/g, "");
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      byHand(words);
      button.focus();
    }
    button.textContent = "Copied";
    say("Copied");
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });

  document.addEventListener("click", (event) => {
    const chosen = event.target.closest?.(
      "[class*='st-key-open-'] button, .st-key-new-conversation button, [data-testid='stSidebarNavLink']",
    );
    if (chosen && innerWidth < 768) document.querySelector("[data-testid='stSidebarCollapseButton'] button")?.click();
  });

  // A chip that has been chosen from is drawn anew: whoever was in it goes on typing.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[class*='st-key-pick-'] [role='radio']") || innerWidth < 768) return;
    setTimeout(() => document.querySelector("[data-testid='stChatInputTextArea']")?.focus(), 300);
  });

  // A link among the guides changes the address and lets the server draw what it names; with a key held it stays a link.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-al-go]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
  });

  // A topic that was laid open stays so, however often the list is drawn anew.
  const unfolded = new Set();
  const drawn = new WeakSet();
  document.addEventListener("toggle", ({ target }) => {
    const topic = target.dataset?.alTopic;
    if (topic) unfolded[target.open ? "add" : "delete"](topic);
  }, true);
  const unfold = () => {
    for (const topic of document.querySelectorAll("details[data-al-topic]")) {
      if (!drawn.has(topic) && unfolded.has(topic.dataset.alTopic)) topic.open = true;
      drawn.add(topic);
    }
  };

  // Another guide begins at its title; back among the guides, one is where one was. The keyboard comes along.
  let place = null;
  const arrive = () => {
    const title = document.querySelector("[data-al-place]");
    if (!title || title.dataset.alPlace === place) return;
    const links = [...document.querySelectorAll(".al-shelf a[data-al-go]")];
    if (!title.dataset.alPlace && !links.length) return;  // the list comes after the title
    const left = place;
    place = title.dataset.alPlace;
    if (left === null) return;
    const there = !place && links.find((link) => new URL(link.href).searchParams.get("guide") === left);
    const fold = there && there.closest("details");
    if (fold) fold.open = true;
    if (!there) title.tabIndex = -1;
    (there || title).focus({ preventScroll: true });
    (there || title).scrollIntoView({ block: there ? "center" : "end" });
  };

  // The next answer to rate begins at its top, wherever the last one was left.
  let rated = null;
  const turnOver = () => {
    const card = document.querySelector("[data-al-rated]");
    if (!card || card.dataset.alRated === rated) return;
    const first = rated === null;
    rated = card.dataset.alRated;
    if (first) return;
    card.tabIndex = -1;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  };

  const announced = new Set();
  const look = () => {
    for (const node of document.querySelectorAll("[data-al-announce]")) {
      const name = node.dataset.alAnnounce;
      if (announced.has(name)) continue;
      announced.add(name);
      say(node.textContent);
    }
  };

  // A new question moves to the top while its answer grows, until the person scrolls for themselves.
  let asked = null;
  let count = -1;
  let following = false;
  const follow = () => {
    const questions = document.querySelectorAll("[data-al-question]");
    const newest = questions[questions.length - 1];
    const place = newest ? Number(newest.dataset.alQuestion) : -1;
    const words = newest ? place + newest.textContent : null;
    if (words !== asked) {
      asked = words;
      following = place >= count;
      count = place;
    }
    if (following && newest) newest.scrollIntoView({ block: "start" });
  };

  // Earlier messages come in above: what was being read stays where it is, and the keyboard with it.
  let held = null;
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(".st-key-look-back button")) return;
    const first = document.querySelector("[data-al-question]");
    held = first && { name: first.dataset.alQuestion, top: first.getBoundingClientRect().top };
  });
  const holdOn = () => {
    const first = held && document.querySelector(`[data-al-question="${held.name}"]`);
    if (!first || document.querySelector("[data-al-question]") === first) return;
    const moved = first.getBoundingClientRect().top - held.top;
    const frame = document.querySelector("[data-testid='stMain']");
    if (Math.abs(moved) > 1) frame?.scrollBy(0, moved);
    if (document.activeElement === document.body && !document.querySelector(".st-key-look-back button")) {
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
    }
  };

  const letGo = () => { following = false; held = null; };
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    document.addEventListener(kind, letGo, { passive: true, capture: true });
  }

  // Menus hang outside the app's own frame; they follow its light or dark all the same.
  const tint = () => {
    const app = document.querySelector(".stApp");
    const scheme = app && getComputedStyle(app).colorScheme;
    if (scheme && document.documentElement.style.colorScheme !== scheme) {
      document.documentElement.style.colorScheme = scheme;
    }
  };

  // Type at once; a phone would cover the page with its keyboard, and who opened something else keeps it.
  let ready = false;
  const begin = () => {
    const box = document.querySelector("[data-testid='stChatInputTextArea']");
    if (ready || !box) return;
    ready = true;
    if (innerWidth >= 768 && document.activeElement === document.body) box.focus({ preventScroll: true });
  };

  // What was sent into a connection that broke goes back into the box; it is remembered here until it is on the page.
  const boxNow = () => document.querySelector("[data-testid='stChatInputTextArea']");
  const bare = (words) => words.replace(/\s+/g, "");
  const asking = (words) => [...document.querySelectorAll("[data-al-question]")]
    .filter((question) => bare(question.textContent).includes(bare(words))).length;
  let sent = null;
  let before = 0;
  let broke = false;
  const sending = () => {
    const words = boxNow()?.value ?? "";
    if (!words.trim()) return;
    sent = words;
    before = asking(words);
    broke = false;
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === boxNow()) sending();
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-testid='stChatInputSubmitButton']")) sending();
  }, true);
  const giveBack = () => {
    const box = boxNow();
    if (sent === null || !box || box.disabled || asking(sent) > before) return;
    const typed = box.value.trim() && box.value !== sent ? `${sent}\n\n${box.value}` : sent;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, typed);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    sent = null;
  };
  const mind = () => {
    if (sent === null) return;
    if (asking(sent) > before) {
      sent = null;
    } else if (boxNow()?.disabled) {
      broke = true;
    } else if (broke && boxNow()) {
      broke = false;
      setTimeout(giveBack, 4000);  // by then the page has been drawn again, with what did arrive
    }
  };
  new MutationObserver(mind).observe(document.body, { attributes: true, attributeFilter: ["disabled"], subtree: true });

  // Streamlit's own words for a lost connection tell a person nothing they could do.
  const LOST = "Alongside has stopped or cannot be reached. What you have typed is still here. Wait a moment; if this " +
    "stays, start Alongside again. The page then goes on by itself.";
  const plain = () => {
    const dialog = document.querySelector("[data-testid='stDialog']");
    if (!dialog?.textContent.includes("Streamlit server is not responding")) return;
    const texts = document.createTreeWalker(dialog, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (texts.currentNode.data.includes("Streamlit server")) texts.currentNode.data = LOST;
      else if (texts.currentNode.data.includes("Are you connected")) texts.currentNode.data = "";
    }
  };

  const changed = () => { mind(); plain(); look(); follow(); holdOn(); tint(); begin(); unfold(); arrive(); turnOver(); };
  tint();
  begin();
  new MutationObserver(changed).observe(document.body, { childList: true, subtree: true });
})();
