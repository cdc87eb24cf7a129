// A person at a page: asks, waits until the answer is whole on it, reads for a while, asks again.
(() => {
  const box = () => document.querySelector("[data-testid='stChatInputTextArea']");
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const newest = () => [...document.querySelectorAll("[data-al-question]")].at(-1);
  const place = () => Number(newest()?.dataset.alQuestion ?? -1);

  const whole = (before) => {
    if (place() <= before || document.querySelector(".al-waiting")) return false;
    const answer = [...document.querySelectorAll(".al-answer[aria-busy=false], .al-safety")].at(-1);
    return !!answer && !!(newest().compareDocumentPosition(answer) & Node.DOCUMENT_POSITION_FOLLOWING);
  };

  const until = (met) => new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error("no whole answer in two minutes")), 120000);
    const look = () => { if (met()) { seen.disconnect(); clearTimeout(late); done(); } };
    const seen = new MutationObserver(look);
    seen.observe(document.body, { childList: true, subtree: true, attributes: true });
    look();
  });

  // A page that is still being drawn would take the words away with the old box.
  const drawn = async () => {
    for (let calm = 0; calm < 4; await wait(100)) {
      calm = document.querySelector("[data-test-script-state='notRunning']") ? calm + 1 : 0;
    }
  };

  const ask = async (text) => {
    await drawn();
    const before = place();
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box(), text);
    box().dispatchEvent(new Event("input", { bubbles: true }));
    await wait(50);
    const started = performance.now();
    const key = { key: "Enter", code: "Enter", keyCode: 13, which: 13, bubbles: true, cancelable: true };
    box().dispatchEvent(new KeyboardEvent("keydown", key));
    await until(() => whole(before));
    return performance.now() - started;
  };

  const evening = async (questions, reading, delay, length) => {
    const began = performance.now();
    const times = [];
    const errors = [];
    await wait(delay);
    for (let at = 0; performance.now() - began < length; at++) {
      try {
        times.push(await ask(questions[at % questions.length]));
      } catch (error) {
        errors.push(String(error));
      }
      if (document.querySelector(".al-notice, .al-ending")) errors.push("the page tells of a problem");
      await wait(reading);
    }
    return { times, errors };
  };

  window.visitor = {
    ask,
    begin: (...given) => { window.visitor.over = evening(...given); },
  };
})();
