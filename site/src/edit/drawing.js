// A drawing of a level that can be changed: what lies on the ground, and where the figure stands.
// The twin of course_lib/widgets/editor/drawing.py.

/** @typedef {import("./checks.js").Tiles} Tiles */

export class Drawing {
  /**
   * @param {import("./home.js").Kit} kit
   * @param {Tiles} tiles
   */
  constructor(kit, { rows, columns, data }) {
    this.kit = kit;
    this.rows = rows;
    this.columns = columns;
    this.ground = data.slice();
    this.below = new Map(kit.below);
    this.over = new Map(kit.below.map(([tile, lies]) => [lies, tile])); // the figure on a thing
    this.figure = -1;
    data.forEach((tile, cell) => {
      const lies = this.below.get(tile);
      if (lies === undefined) return;
      this.figure = cell;
      this.ground[cell] = lies;
    });
  }

  /** @returns {Tiles} */
  get tiles() {
    const data = this.ground.slice();
    if (this.figure >= 0) data[this.figure] = this.on(data[this.figure]);
    return { rows: this.rows, columns: this.columns, data };
  }

  /**
   * The tile that shows the figure on such a thing.
   * @param {number} thing
   */
  on(thing) {
    return /** @type {number} */ (this.over.get(thing));
  }

  /**
   * Takes away what lies in a cell, the figure before what it stands on; returns its tile.
   * @param {number} cell
   */
  take(cell) {
    const { kit, rows, columns } = this;
    if (cell === this.figure) {
      this.figure = -1;
      return this.on(kit.floor);
    }
    const tile = this.ground[cell];
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    const edge = row === 0 || column === 0 || row === rows - 1 || column === columns - 1;
    this.ground[cell] = edge ? (kit.border ?? kit.floor) : kit.floor;
    return tile;
  }

  /**
   * Puts a tile into a cell; it takes the place of what cannot lie below or above it.
   * @param {number} cell
   * @param {number} tile
   */
  lay(cell, tile) {
    if (this.below.has(tile)) {
      this.figure = cell;
      if (!this.over.has(this.ground[cell])) this.ground[cell] = this.kit.floor;
    } else {
      this.ground[cell] = tile;
      if (cell === this.figure && !this.over.has(tile)) this.figure = -1;
    }
  }

  /**
   * Takes away every tile of this kind that lies on the ground.
   * @param {number} tile
   */
  clear(tile) {
    this.ground.forEach((one, cell) => {
      if (one !== tile) return;
      if (cell === this.figure) this.ground[cell] = this.kit.floor;
      else this.take(cell);
    });
  }
}
