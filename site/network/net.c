/* The network of an agent, forwards and backwards: course_lib/agents/networks.py without torch.

   A tile is 4 x 4 pixels and the first layer looks at one tile at a time. So its answer is a table
   with a row for each tile id, and what a tile adds to the second layer's answer for a neighbour is
   a second table, with nine parts (taps) a row. The first two layers of a picture are then sums of
   rows, and no picture is painted. A tile that a figure covers in part is painted, and is a row of
   its own. All this is the same mathematics as torch's, in another order of the sums.

       tile -> seen (48 numbers) -> row -> taps      |  taps -> near -> scene -> thought -> outputs
               once for each tile id                 |  for each picture

   One instance of the module is one network. JavaScript (network.js) calls `start`, writes into
   the memory that `at` names, and calls the rest. Numbers lie in rows, channels last. Channels and
   outputs are multiples of 8: whoever has fewer fills up with zeros, which stay zeros.

   The vectors are clang's own: with -msimd128 they are WebAssembly's, without it plain numbers. */

typedef float v4 __attribute__((vector_size(16), aligned(4)));
typedef int i4 __attribute__((vector_size(16)));
typedef unsigned char byte;
#define EXPORT(name) __attribute__((export_name(#name)))
#define INLINE static inline __attribute__((always_inline))

enum { PIXELS = 4, COLOURS = 3, SEEN = PIXELS * PIXELS * COLOURS, TAPS = 9, WIDTH = 8 };
enum { GROUP = 4 };   /* pictures whose second layer is in the cache at once */
enum { BLOCK = 64 };  /* rows of a product for which a panel stays in the cache */

/* ── Sizes and memory ─────────────────────────────────────────────────────────────────────── */

static int rows, columns, ids, c1, c2, c3, hidden, outputs, figures, most; /* see `start` */
static int wide, cells, places, scene_size, taps_size; /* cells: with an edge of one round them */
static int patches; /* tiles of this group that figures cover in part */

/* The parameters, one after another; a part of `gradient` has the place of its weights. */
enum { W1, B1, W2, B2, W3, B3, WM, BM, WH, BH, PARTS };
static int place_of[PARTS + 1];
static float *weights, *gradient, *mean, *square;

static byte *sheet, *tiles, *painted; /* sprites [id][4][4][rgb, free]; tiles [most][rows][columns] */
static short *floating;               /* [most][figures][tile, y, x] */
static int *cell_row;                 /* [GROUP][cells]: which row of the tables; 0 is outside */
static float *seen, *row, *taps, *near, *strips, *scene, *thought, *out; /* activations */
static float *d_row, *d_taps, *d_near, *d_scene, *d_thought, *d_out;     /* their gradients */
static float *p1, *p2, *p3, *pm, *ph, *t2, *t3, *tm, *th, *packed; /* weights in panels; transposed */

extern byte __heap_base;
static unsigned long heap;

static void *room(unsigned long bytes) {
    if (!heap) heap = ((unsigned long)&__heap_base + 63) & ~63ul;
    void *found = (void *)heap;
    heap += (bytes + 63) & ~63ul;
    unsigned long have = __builtin_wasm_memory_size(0) << 16;
    if (heap > have && __builtin_wasm_memory_grow(0, (heap - have + 65535) >> 16) == -1ul)
        return 0;
    return found;
}

static float *numbers(long count) { return room(4 * count); } /* zeros: the memory is new */

/* Make room for a network. Pictures are `rows_` x `columns_` tiles with `ids_` kinds of tiles,
   `most_` of them at once. Gives 0 where there is no memory left. */
EXPORT(start) int start(int rows_, int columns_, int ids_, int c1_, int c2_, int c3_, int hidden_,
                        int outputs_, int figures_, int most_, int training) {
    rows = rows_, columns = columns_, ids = ids_, c1 = c1_, c2 = c2_, c3 = c3_;
    hidden = hidden_, outputs = outputs_, figures = figures_, most = most_;
    wide = columns + 2, cells = (rows + 2) * wide, taps_size = TAPS * c2;
    places = ((rows + 1) / 2) * ((columns + 1) / 2), scene_size = places * c3;
    int sizes[PARTS] = {SEEN * c1, c1, c1 * taps_size, c2, taps_size * c3, c3,
                        scene_size * hidden, hidden, hidden * outputs, outputs};
    for (int part = 0; part < PARTS; part++) place_of[part + 1] = place_of[part] + sizes[part];
    int own = GROUP * figures * 4, table = 1 + ids + own, group = GROUP * places;
    weights = numbers(place_of[PARTS]);
    sheet = room(ids * PIXELS * PIXELS * 4), tiles = room(most * rows * columns);
    painted = room(own * SEEN), floating = room(most * figures * 3 * 2);
    cell_row = room(GROUP * cells * 4);
    seen = numbers(table * SEEN), row = numbers(table * c1), taps = numbers(table * taps_size);
    near = numbers(GROUP * cells * c2), strips = numbers(group * taps_size);
    scene = numbers((long)most * scene_size), thought = numbers(most * hidden);
    out = numbers(most * outputs);
    p1 = numbers(sizes[W1]), p2 = numbers(sizes[W2]), p3 = numbers(sizes[W3]);
    pm = numbers(sizes[WM]), ph = numbers(sizes[WH]);
    if (!training) return ph != 0;
    gradient = numbers(place_of[PARTS]);
    mean = numbers(place_of[PARTS]), square = numbers(place_of[PARTS]);
    d_row = numbers(table * c1), d_taps = numbers(table * taps_size);
    d_near = numbers(cells * c2), d_scene = numbers((long)most * scene_size);
    d_thought = numbers(most * hidden), d_out = numbers(most * outputs);
    t2 = numbers(sizes[W2]), t3 = numbers(sizes[W3]), tm = numbers(sizes[WM]);
    th = numbers(sizes[WH]);
    long widest = most * hidden;
    if (group * c3 > widest) widest = group * c3;
    if ((long)table * taps_size > widest) widest = (long)table * taps_size;
    if (most * outputs > widest) widest = most * outputs;
    packed = numbers(widest);
    return packed != 0;
}

/* Where JavaScript reads and writes: weights, gradient, sprites, tiles, figures, outputs, d_out. */
EXPORT(at) void *at(int what) {
    void *places_of[] = {weights, gradient, sheet, tiles, floating, out, d_out, mean, square};
    return places_of[what];
}

/* How many parameters there are, those of zeros included. */
EXPORT(size) int size(void) { return place_of[PARTS]; }

/* ── Products of matrices ─────────────────────────────────────────────────────────────────── */

/* Write a matrix [k][n] as panels of eight columns, [n / 8][k][8]; its number (t, j) lies at
   t * down + j * right, so that it can be transposed on the way. */
static void pack(const float *from, int k, int n, int down, int right, float *to) {
    for (int panel = 0; panel < n; panel += WIDTH)
        for (int t = 0; t < k; t++, to += WIDTH)
            for (int j = 0; j < WIDTH; j++) to[j] = from[t * down + (panel + j) * right];
}

/* `height` x 8 numbers of a product: c = first + sum over t of a[t] (height) x b[t] (8). */
INLINE void tile_of_product(int height, const float *a, int a_row, int a_step, const float *b,
                            int k, const float *first, int first_row, float *c, int c_row) {
    v4 left[4], right[4];
#pragma clang loop unroll(full)
    for (int i = 0; i < height; i++) {
        left[i] = first ? *(const v4 *)(first + i * first_row) : (v4){0};
        right[i] = first ? *(const v4 *)(first + i * first_row + 4) : (v4){0};
    }
    for (int t = 0; t < k; t++, a += a_step, b += WIDTH) {
        v4 b_left = *(const v4 *)b, b_right = *(const v4 *)(b + 4);
#pragma clang loop unroll(full)
        for (int i = 0; i < height; i++) {
            float one = a[i * a_row];
            v4 same = {one, one, one, one};
            left[i] += same * b_left, right[i] += same * b_right;
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < height; i++) {
        *(v4 *)(c + i * c_row) = left[i];
        *(v4 *)(c + i * c_row + 4) = right[i];
    }
}

/* c [m][n] = first + a [m][k] x b, where b is in panels. Number (i, t) of a lies at i * a_row +
   t * a_step. first: one row of biases (first_row 0), c itself (to add to it), or nothing. */
static void product(const float *a, int a_row, int a_step, const float *b, const float *first,
                    int first_row, float *c, int m, int n, int k) {
    for (int from = 0; from < m; from += BLOCK) {
        int to = from + BLOCK < m ? from + BLOCK : m;
        for (int j = 0; j < n; j += WIDTH) {
            const float *panel = b + (long)j * k;
            int i = from;
            for (; i + 4 <= to; i += 4)
                tile_of_product(4, a + (long)i * a_row, a_row, a_step, panel, k,
                                first ? first + (long)i * first_row + j : 0, first_row,
                                c + (long)i * n + j, n);
            for (; i < to; i++)
                tile_of_product(1, a + (long)i * a_row, a_row, a_step, panel, k,
                                first ? first + (long)i * first_row + j : 0, first_row,
                                c + (long)i * n + j, n);
        }
    }
}

/* Add a gradient: of weights [rows_in][n] between inputs [m][rows_in] and d_outputs [m][n]. */
static void add_gradient(int part, const float *in, int rows_in, const float *d, int m, int n) {
    float *to = gradient + place_of[part], *bias = gradient + place_of[part + 1];
    pack(d, m, n, n, 1, packed);
    product(in, 1, rows_in, packed, to, n, to, rows_in, n, m);
    if (part == W2) return; /* whose bias is added once for a place, not once for a tap */
    for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j += 4) *(v4 *)(bias + j) += *(const v4 *)(d + (long)i * n + j);
}

INLINE v4 positive(v4 x, v4 of) { return (v4)((i4)x & (of > (v4){0})); }

static void rectify(float *x, long count) {
    for (long i = 0; i < count; i += 4) *(v4 *)(x + i) = positive(*(v4 *)(x + i), *(v4 *)(x + i));
}

static void stop_where_zero(float *d, const float *x, long count) {
    for (long i = 0; i < count; i += 4) *(v4 *)(d + i) = positive(*(v4 *)(d + i), *(v4 *)(x + i));
}

static void clear(float *x, long count) {
    for (long i = 0; i < count; i += 4) *(v4 *)(x + i) = (v4){0};
}

/* ── Tables and looks ─────────────────────────────────────────────────────────────────────── */

static float *part(int which) { return weights + place_of[which]; }

/* Rows `from` to `from + count` of both tables, of the pixels that are seen there. */
static void fill_tables(int from, int count) {
    float *rows_at = row + from * c1;
    product(seen + from * SEEN, SEEN, 1, p1, part(B1), 0, rows_at, count, c1, SEEN);
    rectify(rows_at, count * c1);
    product(rows_at, c1, 1, p2, 0, 0, taps + (long)from * taps_size, count, taps_size, c1);
}

/* Take over weights and sprites that JavaScript has written. */
EXPORT(prepare) void prepare(int training) {
    pack(part(W1), SEEN, c1, c1, 1, p1), pack(part(W2), c1, taps_size, taps_size, 1, p2);
    pack(part(W3), taps_size, c3, c3, 1, p3), pack(part(WM), scene_size, hidden, hidden, 1, pm);
    pack(part(WH), hidden, outputs, outputs, 1, ph);
    for (int i = 0; i < ids * PIXELS * PIXELS; i++)
        for (int c = 0; c < COLOURS; c++)
            seen[SEEN + i * COLOURS + c] = (sheet[i * 4 + c] - 128) * (1.0f / 64);
    fill_tables(1, ids);
    if (!training) return;
    pack(part(W2), taps_size, c1, 1, taps_size, t2), pack(part(W3), c3, taps_size, 1, c3, t3);
    pack(part(WM), hidden, scene_size, 1, hidden, tm);
    pack(part(WH), outputs, hidden, 1, outputs, th);
}

/* A painted copy of the tile in this cell, which is a row of its own from now on. */
static byte *own_patch(int *cell) {
    if (*cell > ids) return painted + (*cell - 1 - ids) * SEEN;
    const byte *from = sheet + (*cell - 1) * PIXELS * PIXELS * 4;
    byte *patch = painted + patches * SEEN;
    for (int i = 0; i < PIXELS * PIXELS; i++)
        for (int c = 0; c < COLOURS; c++) patch[i * COLOURS + c] = from[i * 4 + c];
    *cell = 1 + ids + patches++;
    return patch;
}

/* Draw a figure over the tiles that it touches, as engine/sprites.py's overlay does. */
static void overlay(const short *figure, int *grid) {
    int tile = figure[0], top = figure[1], left = figure[2];
    for (int r = top >> 2; r <= (top + PIXELS - 1) >> 2; r++)
        for (int c = left >> 2; c <= (left + PIXELS - 1) >> 2; c++) {
            if (r < 0 || r >= rows || c < 0 || c >= columns) continue;
            byte *patch = own_patch(grid + (r + 1) * wide + c + 1);
            for (int y = r * PIXELS; y < (r + 1) * PIXELS; y++)
                for (int x = c * PIXELS; x < (c + 1) * PIXELS; x++) {
                    if (y < top || y >= top + PIXELS || x < left || x >= left + PIXELS) continue;
                    const byte *of = sheet + ((tile * PIXELS + y - top) * PIXELS + x - left) * 4;
                    byte *to = patch + ((y & 3) * PIXELS + (x & 3)) * COLOURS;
                    for (int k = 0; k < COLOURS; k++) {
                        int shade = of[k] + to[k] * of[3] / 255;
                        to[k] = shade < 255 ? shade : 255;
                    }
                }
        }
}

/* Look at `count` pictures from `from` on: find the row of each cell, and fill those of patches. */
static void look(int from, int count) {
    patches = 0;
    for (int s = 0; s < count; s++) {
        const byte *tile = tiles + (long)(from + s) * rows * columns;
        const short *figure = floating + (from + s) * figures * 3;
        int *grid = cell_row + s * cells;
        for (int r = 1; r <= rows; r++)
            for (int c = 1; c <= columns; c++) grid[r * wide + c] = 1 + *tile++;
        for (int k = 0; k < figures && figure[3 * k] >= 0; k++) overlay(figure + 3 * k, grid);
    }
    float *to = seen + (1 + ids) * SEEN;
    for (int i = 0; i < patches * SEEN; i++) to[i] = (painted[i] - 128) * (1.0f / 64);
    if (patches) fill_tables(1 + ids, patches);
}

/* The second layer of one picture of the group, and the third's input: 3 x 3 cells a place. */
static void look_nearby(int s) {
    const int *grid = cell_row + s * cells;
    float *near_at = near + s * cells * c2;
    for (int r = 1; r <= rows; r++)
        for (int c = 1; c <= columns; c++) {
            const float *tap[TAPS];
            for (int i = 0; i < TAPS; i++)
                tap[i] = taps + (long)grid[(r + i / 3 - 1) * wide + c + i % 3 - 1] * taps_size + i * c2;
            float *to = near_at + (r * wide + c) * c2;
            for (int j = 0; j < c2; j += 4) {
                v4 sum = *(const v4 *)(part(B2) + j);
#pragma clang loop unroll(full)
                for (int i = 0; i < TAPS; i++) sum += *(const v4 *)(tap[i] + j);
                *(v4 *)(to + j) = positive(sum, sum);
            }
        }
    float *to = strips + (long)s * places * taps_size;
    for (int r = 0; r < rows; r += 2)
        for (int c = 0; c < columns; c += 2)
            for (int y = 0; y < 3; y++) {
                const float *from = near_at + ((r + y) * wide + c) * c2;
                for (int j = 0; j < 3 * c2; j += 4, to += 4) *(v4 *)to = *(const v4 *)(from + j);
            }
}

/* ── Forwards and backwards ───────────────────────────────────────────────────────────────── */

/* Outputs [count][outputs] of the first `count` pictures: logits, then the value, then zeros. */
EXPORT(forward) void forward(int count) {
    for (int from = 0; from < count; from += GROUP) {
        int group = from + GROUP < count ? GROUP : count - from;
        look(from, group);
        for (int s = 0; s < group; s++) look_nearby(s);
        product(strips, taps_size, 1, p3, part(B3), 0, scene + (long)from * scene_size,
                group * places, c3, taps_size);
    }
    rectify(scene, (long)count * scene_size);
    product(scene, scene_size, 1, pm, part(BM), 0, thought, count, hidden, scene_size);
    rectify(thought, count * hidden);
    product(thought, hidden, 1, ph, part(BH), 0, out, count, outputs, hidden);
}

/* Send the gradient of some rows of the tables on to the weights of the first two layers. */
static void tables_backward(int from, int count) {
    float *d_taps_at = d_taps + (long)from * taps_size, *d = d_row + from * c1;
    product(d_taps_at, taps_size, 1, t2, 0, 0, d, count, c1, taps_size);
    stop_where_zero(d, row + from * c1, count * c1);
    add_gradient(W2, row + from * c1, c1, d_taps_at, count, taps_size);
    add_gradient(W1, seen + from * SEEN, SEEN, d, count, c1);
}

/* From the gradient of the third layer's input (in `strips`) to that of the taps. */
static void nearby_backward(int s) {
    const int *grid = cell_row + s * cells;
    const float *from = strips + (long)s * places * taps_size;
    clear(d_near, cells * c2);
    for (int r = 0; r < rows; r += 2)
        for (int c = 0; c < columns; c += 2)
            for (int y = 0; y < 3; y++) {
                float *to = d_near + ((r + y) * wide + c) * c2;
                for (int j = 0; j < 3 * c2; j += 4, from += 4) *(v4 *)(to + j) += *(const v4 *)from;
            }
    stop_where_zero(d_near, near + s * cells * c2, cells * c2);
    float *bias = gradient + place_of[B2];
    for (int r = 1; r <= rows; r++)
        for (int c = 1; c <= columns; c++) {
            const float *d = d_near + (r * wide + c) * c2;
            for (int j = 0; j < c2; j += 4) *(v4 *)(bias + j) += *(const v4 *)(d + j);
            for (int i = 0; i < TAPS; i++) {
                float *to = d_taps + i * c2 +
                            (long)grid[(r + i / 3 - 1) * wide + c + i % 3 - 1] * taps_size;
                for (int j = 0; j < c2; j += 4) *(v4 *)(to + j) += *(const v4 *)(d + j);
            }
        }
}

/* Add to `gradient` what `d_out` [count][outputs] brings; `forward` has seen these pictures. */
EXPORT(backward) void backward(int count) {
    add_gradient(WH, thought, hidden, d_out, count, outputs);
    product(d_out, outputs, 1, th, 0, 0, d_thought, count, hidden, outputs);
    stop_where_zero(d_thought, thought, count * hidden);
    add_gradient(WM, scene, scene_size, d_thought, count, hidden);
    product(d_thought, hidden, 1, tm, 0, 0, d_scene, count, scene_size, hidden);
    stop_where_zero(d_scene, scene, (long)count * scene_size);
    clear(d_taps, (1 + ids) * taps_size);
    for (int from = 0; from < count; from += GROUP) {
        int group = from + GROUP < count ? GROUP : count - from;
        float *d = d_scene + (long)from * scene_size;
        look(from, group);
        for (int s = 0; s < group; s++) look_nearby(s);
        add_gradient(W3, strips, taps_size, d, group * places, c3);
        product(d, c3, 1, t3, 0, 0, strips, group * places, taps_size, c3);
        clear(d_taps + (1 + ids) * taps_size, (long)patches * taps_size);
        for (int s = 0; s < group; s++) nearby_backward(s);
        if (patches) tables_backward(1 + ids, patches);
    }
    tables_backward(1, ids);
}

/* One step of Adam (Kingma and Ba 2015, arXiv 1412.6980) down the gradient, which is cut to the
   norm `longest` before and 0 afterwards. unbias1, unbias2: 1 - 0.9^n and 1 - 0.999^n at step n.
   Gives the norm that the gradient had. */
EXPORT(adam) float adam(float rate, float longest, float eps, float unbias1, float unbias2) {
    double squares = 0;
    for (int i = 0; i < place_of[PARTS]; i++) squares += (double)gradient[i] * gradient[i];
    float norm = __builtin_sqrt(squares), scale = longest / (norm + 1e-6f);
    if (scale > 1) scale = 1;
    float root = 1 / __builtin_sqrtf(unbias2), step = rate / unbias1;
    for (int i = 0; i < place_of[PARTS]; i++) {
        float g = gradient[i] * scale;
        mean[i] += 0.1f * (g - mean[i]);
        square[i] = 0.999f * square[i] + 0.001f * g * g;
        weights[i] -= step * mean[i] / (__builtin_sqrtf(square[i]) * root + eps);
        gradient[i] = 0;
    }
    return norm;
}
