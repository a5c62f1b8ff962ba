// The list of all units, with how far the reader has come, and what can be done with the answers.

import "../read/lesson.css";
import { course, openBook } from "../read/course.js";
import { places, showCalibrations } from "../read/exercises.js";
import { done, handInPanel } from "../read/hand_in_panel.js";
import { page } from "../shell/shell.js";

page(async () => {
  const [whole] = await Promise.all([course(), openBook()]);
  const refresh = () => {
    for (const unit of whole.units) {
      const [place] = places(`[data-unit="${unit.unit}"] .done`);
      const count = done(unit);
      if (place) place.textContent = count ? `${count} of ${unit.asked.length} answered` : "";
    }
    showCalibrations("");
    for (const one of count) one();
  };
  const count = places("[data-hand-in]").map((place) =>
    handInPanel(place, whole, undefined, refresh),
  );
  refresh();
});
