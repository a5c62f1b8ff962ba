// The level that lies on the board: what is where, and what it is called.

import { readField, tellField } from "../js/arrows.js";
import { bytes } from "../js/payload.js";

/** @typedef {import("../js/types.d.ts").Cell} Cell */

export class LevelOnBoard {
  /**
   * @param {import("../js/types.d.ts").Model} model
   * @param {() => boolean} atStart whether the level can be changed now
   */
  constructor(model, atStart) {
    /** @type {import("./parts.js").EditorWorld} */
    const world = model.get("world");
    this.model = model;
    this.atStart = atStart;
    this.actions = world.actions;
    this.floor = world.floor;
    this.names = new Map(world.brushes);
  }

  /** @returns {number} */
  get rows() {
    return this.model.get("scene").rows;
  }

  /** @returns {number} */
  get columns() {
    return this.model.get("scene").columns;
  }

  /** @param {Cell} cell */
  inside([row, column]) {
    return row >= 0 && column >= 0 && row < this.rows && column < this.columns;
  }

  /**
   * The tile of a cell; null beyond the level.
   * @param {Cell} cell
   */
  tileAt([row, column]) {
    if (row >= this.rows || column >= this.columns) return null;
    return bytes(this.model.get("scene").drawing)[row * this.columns + column];
  }

  /** @param {number | null} tile */
  nameOf(tile) {
    return (tile !== null && this.names.get(tile)) || "wall";
  }

  /**
   * What is in a cell, and what the policy would do there, in words.
   * @param {Cell} cell
   */
  tell(cell) {
    const field = readField(this.model.get("field"), this.actions);
    const likely = tellField(field, this.actions, ...cell);
    const name = this.nameOf(this.tileAt(cell));
    return `row ${cell[0]}, column ${cell[1]}: ${name}${likely ? `; ${likely}` : ""}`;
  }
}
