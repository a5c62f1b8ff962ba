// A field of arrows: what a policy would do on every cell (study/arrows.py, `pack_field`).

const FIELD_INK = { agent: "#F0E442", planner: "#7fd4ff" };

/** The field, unpacked; null for an empty one. */
function readField(packed, actions) {
  if (!packed.places) return null;
  const shares = bytes(packed.shares);
  const n = actions.length;
  return packed.places.map((place, i) => {
    const each = Array.from(shares.subarray(i * n, i * n + n), (p) => p / 255);
    return { place, shares: each, best: each.indexOf(Math.max(...each)) };
  });
}

/** An arrow over the middle of a cell, `length` and `thick` in pixels; a ring without direction. */
function paintOne(ctx, x, y, { dx, dy }, length, thick, colour, from = -0.5) {
  ctx.save();
  ctx.translate(x, y);
  ctx.lineJoin = "round";
  if (dx || dy) {
    ctx.rotate(Math.atan2(dy, dx));
    ctx.translate(from * length, 0);
    arrowShape(ctx, length, thick);
  } else {
    ctx.beginPath();
    ctx.arc(0, 0, length / 4, 0, 7);
  }
  ctx.lineWidth = Math.max(2.5, thick * 0.5);
  ctx.strokeStyle = "#1a1a1a";
  ctx.stroke();
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.restore();
}

/**
 * The field on a canvas: on each cell its likeliest action, longer and stronger where that is
 * more likely; with `all`, every action as a small arrow from the middle of the cell.
 */
function paintField(ctx, field, actions, px, [left, top], { all = false, who = "agent" } = {}) {
  for (const { place: [row, column], shares, best } of field) {
    const [x, y] = [(column + 0.5 - left) * px, (row + 0.5 - top) * px];
    if (!all) {
      const p = shares[best];
      ctx.globalAlpha = 0.3 + 0.7 * p;
      paintOne(ctx, x, y, actions[best], (0.3 + 0.5 * p) * px, 0.14 * px, FIELD_INK[who]);
      continue;
    }
    shares.forEach((p, action) => {
      if (p < 0.03) return;
      ctx.globalAlpha = action === best ? 1 : 0.8;
      paintOne(ctx, x, y, actions[action], Math.max(0.12, 0.48 * p) * px, 0.1 * px,
        action === best ? FIELD_INK[who] : "#fff", 0);
    });
  }
  ctx.globalAlpha = 1;
}

/** What the field says of one cell, in words. */
function tellField(field, actions, row, column) {
  const one = field?.find(({ place }) => place[0] === row && place[1] === column);
  if (!one) return "";
  const order = one.shares.map((p, a) => [p, actions[a].name]).sort((a, b) => b[0] - a[0]);
  return order.filter(([p], i) => i === 0 || p >= 0.05)
    .map(([p, name]) => `${name} ${Math.round(100 * p)} %`).join(", ");
}
