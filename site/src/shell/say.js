// Trouble, in one sentence, where everybody sees and hears it.

/** An error whose message is a sentence for the reader. */
export class Trouble extends Error {
  /**
   * @param {string} sentence
   * @param {ErrorOptions} [options]
   */
  constructor(sentence, options) {
    super(sentence, options);
    this.name = "Trouble";
  }
}

/**
 * Shows one sentence above the page's content; "" takes it away.
 * @param {string} sentence
 */
export function say(sentence) {
  const place = document.getElementById("trouble");
  if (place && place.textContent !== sentence) place.textContent = sentence;
}

/**
 * Says what went wrong: a Trouble in its own words, any other error as one of the site.
 * @param {unknown} error
 */
export function sayError(error) {
  if (error instanceof Trouble) {
    say(error.message);
    return;
  }
  console.error(error);
  say(`Something went wrong in this page: ${error instanceof Error ? error.message : error}.`);
}
