// An exercise drawn with native form elements. Python holds the answer and does the checking.

function make(tag, parent, words = "", attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = words;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent.append(element);
  return element;
}

// JupyterLab's single-key commands (b, x, d d ...) must not hear what is typed in here.
function keepKeys(event) {
  const runsCell = event.key === "Enter" && (event.ctrlKey || event.metaKey || event.shiftKey);
  if (!runsCell) event.stopPropagation();
}

function drawChoice(root, model, exercise, id) {
  const group = make("div", root, "", { role: "group", "aria-labelledby": `${id}-question` });
  const boxes = exercise.rows.map((row) => {
    const label = make("label", group, "", { class: "course-form-choice" });
    const type = exercise.several ? "checkbox" : "radio";
    const box = make("input", label, "", { type, name: id, "data-lm-suppress-shortcuts": "true" });
    label.append(row.text);
    box.addEventListener("change", () => {
      const chosen = exercise.rows.filter((_, i) => boxes[i].checked);
      model.set("answer", chosen.map((one) => one.key).join(""));
      model.save_changes();
    });
    return box;
  });
  return () => {
    const letters = model.get("answer") || "";
    exercise.rows.forEach((row, i) => { boxes[i].checked = letters.includes(row.key); });
  };
}

function drawSorting(root, model, exercise, id) {
  const list = make("dl", root);
  for (const [bin, text] of Object.entries(exercise.bins)) {
    make("dt", list, bin);
    make("dd", list, text);
  }
  const choosers = exercise.rows.map((row) => {
    const line = make("div", root, "", { class: "course-form-row" });
    const label = make("label", line, "", { for: `${id}-${row.key}` });
    make("strong", label, `${row.key} · ${row.title}. `);
    label.append(row.text);
    const chooser = make("select", line, "", {
      id: `${id}-${row.key}`, "data-lm-suppress-shortcuts": "true",
    });
    make("option", chooser, "choose", { value: "" });
    for (const bin of Object.keys(exercise.bins)) make("option", chooser, bin, { value: bin });
    chooser.addEventListener("change", () => {
      model.set("answer", { ...model.get("answer"), [row.key]: chooser.value });
      model.save_changes();
    });
    return chooser;
  });
  return () => {
    const placed = model.get("answer") || {};
    exercise.rows.forEach((row, i) => { choosers[i].value = placed[row.key] || ""; });
  };
}

function render({ model, el }) {
  const exercise = model.get("exercise");
  const id = `course-form-${Math.random().toString(36).slice(2)}`;
  const root = make("div", el, "", { class: "course-form" });
  root.addEventListener("keydown", keepKeys);
  make("p", root, `${exercise.question} (${exercise.level}, ${exercise.minutes} min)`, {
    id: `${id}-question`,
  });
  const draw = exercise.bins ? drawSorting : drawChoice;
  const show = draw(root, model, exercise, id);
  const button = make("button", root, "Check", {
    type: "button", "data-lm-suppress-shortcuts": "true",
  });
  const words = make("div", root, model.get("feedback"), {
    class: "course-form-feedback", role: "status", "aria-live": "polite",
  });
  let waiting;
  button.addEventListener("click", () => {
    words.textContent = "Checking …";
    waiting = setTimeout(() => {
      words.textContent = "No reply from Python. Run this cell again, then check again.";
    }, 6000);
    model.set("asked", model.get("asked") + 1);
    model.save_changes();
  });
  const answered = () => {
    if (!model.get("feedback")) return;
    clearTimeout(waiting);
    words.textContent = model.get("feedback");
  };
  model.on("change:answer", show);
  model.on("change:feedback", answered);
  show();
  return () => {
    clearTimeout(waiting);
    model.off("change:answer", show);
    model.off("change:feedback", answered);
  };
}

export default { render };
