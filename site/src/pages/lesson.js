// A unit of the course to read, with everything in it alive; the glossary and the guide, too.

import "../read/lesson.css";
import { course, openBook, unit } from "../read/course.js";
import { places, startExercises } from "../read/exercises.js";
import { handInPanel } from "../read/hand_in_panel.js";
import { startWidgets } from "../read/widgets.js";
import { page } from "../shell/shell.js";

page(async () => {
  const name = document.documentElement.dataset.unit;
  if (!name) return;
  const [here, whole] = await Promise.all([unit(name), course(), openBook()]);
  startWidgets(here.widgets);
  const count = places("[data-hand-in]").map((place) =>
    handInPanel(place, whole, name, () => location.reload()),
  );
  const answered = () => {
    for (const one of count) one();
  };
  answered();
  await startExercises(here, answered);
});
