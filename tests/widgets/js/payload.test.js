import { describe, expect, it } from "vitest";
import {
  bytes,
  floats,
  unpackFigures,
  unpackFrames,
} from "../../../course_lib/widgets/js/payload.js";
import { base64 } from "./base64.js";

describe("payload", () => {
  it("reads bytes and floats", () => {
    expect([...bytes(base64([0, 7, 255]))]).toEqual([0, 7, 255]);
    const numbers = new Float32Array([0.5, -2, 1e6]);
    expect([...floats(base64(new Uint8Array(numbers.buffer)))]).toEqual([0.5, -2, 1e6]);
  });

  it("unpacks changes, nothing, and whole frames", () => {
    const first = [1, 2, 3];
    const oneChange = [1, 0, 2, 0, 9]; // one: cell 2 is 9
    const none = [0, 0];
    const whole = [0xff, 0xff, 4, 5, 6];
    const code = base64([...first, ...oneChange, ...none, ...whole]);
    expect([...unpackFrames(code, 4, 3)]).toEqual([1, 2, 3, 1, 2, 9, 1, 2, 9, 4, 5, 6]);
  });

  it("unpacks a single frame, and cells beyond 255", () => {
    expect([...unpackFrames(base64([8, 8]), 1, 2)]).toEqual([8, 8]);
    const frames = unpackFrames(base64([...Array(301).fill(0), 1, 0, 44, 1, 5]), 2, 301);
    expect(frames[301 + 300]).toBe(5);
  });

  it("unpacks figures in parts of a tile, negative places too", () => {
    const code = base64([2, 7, 128, 1, 0, 255, 3, 0, 0, 0, 1, 0]);
    expect(unpackFigures(code)).toEqual([
      [
        [7, 1.5, -1],
        [3, 0, 1],
      ],
      [],
    ]);
  });
});
