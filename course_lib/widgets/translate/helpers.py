"""What the translated rules have besides themselves: Python's operators, and tables."""

HELPERS = """\
let $high = 0; // the upper half of the 64 bits that a rule has just returned
const $mod = (a, b) => a - b * Math.floor(a / b);
const $divmod = (a, b) => [Math.floor(a / b), $mod(a, b)];
const $small = (a, b) => (a | 0) === a && (b | 0) === b;
const $halves = (a, b, of) => {
  const [high, low] = [Math.floor(a / 4294967296), a >>> 0];
  return of(high, Math.floor(b / 4294967296)) * 4294967296 + (of(low, b >>> 0) >>> 0);
};
const $and = (a, b) => ($small(a, b) ? a & b : $halves(a, b, (x, y) => x & y));
const $or = (a, b) => ($small(a, b) ? a | b : $halves(a, b, (x, y) => x | y));
const $xor = (a, b) => ($small(a, b) ? a ^ b : $halves(a, b, (x, y) => x ^ y));
const $left = (a, by) => (by < 31 && a < 1073741824 >> by && a >= 0 ? a << by : a * 2 ** by);
const $right = (a, by) => ((a | 0) === a ? a >> Math.min(by, 31) : Math.floor(a / 2 ** by));
const $high_product = (a, b) => {
  const [a0, a1, b0, b1] = [a & 65535, a >>> 16, b & 65535, b >>> 16];
  const one = (Math.imul(a1, b0) >>> 0) + (Math.imul(a0, b0) >>> 16);
  const two = (Math.imul(a0, b1) >>> 0) + (one & 65535);
  return (Math.imul(a1, b1) + (one >>> 16) + (two >>> 16)) | 0;
};
const $table = (data, rows, columns) => ({
  data, shape: [rows, columns], size: rows * columns, reshape: () => data,
});
const $row = (table, n) => table.data.subarray(n * table.shape[1], (n + 1) * table.shape[1]);
"""
