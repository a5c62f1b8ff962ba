// The level editor's model on the site: what in Jupyter goes to the kernel goes to `LevelEditor`.

import { Model } from "../shell/model.js";

export class EditorModel extends Model {
  /**
   * @param {import("./editor.js").LevelEditor} editor
   * @param {() => void} changed what is called after every answer
   */
  constructor(editor, changed) {
    super({ ...editor.traits });
    this.editor = editor;
    this.changed = changed;
  }

  /**
   * @override
   * @param {any} message
   */
  told(message) {
    this.editor.hear(message);
    this.update({ ...this.editor.traits });
    this.changed();
  }

  /**
   * Uses this text as the level, as the front end's button does; the sentence that refuses it, or "".
   * @param {string} text
   */
  use(text) {
    this.told({ text });
    return this.values.trouble;
  }
}
