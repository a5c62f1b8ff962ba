// The shapes of data that several modules share. Only the type checker reads this file.

/** What anywidget hands to `render`: the traits of the widget in Python. */
export interface Model {
  get(name: string): any;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(message: unknown): void;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
  widget_manager?: any;
}

/** The arguments of `render`; what it returns takes the widget away again. */
export interface Place {
  model: Model;
  el: HTMLElement;
}
export type Close = () => void;

/** An action and where it leads. */
export interface Action {
  name: string;
  dx: number;
  dy: number;
}

/** ["rect", x, y, width, height, colour] and so on, in parts of a tile. */
export type Shape = any[];
export type Sprites = Record<number, Shape[]>;

export interface World {
  title: string;
  sprites: Sprites;
  actions: Action[];
}

/** [tile id, x, y] of what stands between tiles, in tiles. */
export type Floating = number[];

/** A picture in tiles: see `paintScene`. */
export interface Scene {
  width: number;
  height: number;
  tiles: Uint8Array;
  camera?: number[] | null;
  floating?: Floating[] | null;
}

/** [row, column] of a cell. */
export type Cell = [number, number];

/** A level as Python packs it: tiles as base64. */
export interface Level {
  width: number;
  height: number;
  tiles: string;
  floating?: Floating[] | null;
}

/** A function that says a text to screen readers. */
export interface Say {
  (text: string): void;
  now(text: string): void;
  stop(): void;
}
