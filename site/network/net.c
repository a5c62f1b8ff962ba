/* The network of an agent, forwards and backwards: course_lib/agents/networks.py without torch.

   A tile is 4 x 4 pixels and the first layer looks at one tile at a time. So its answer is a table
   with a row for each tile id, and what a tile adds to the second layer's answer for a neighbour is
   a second table, with nine parts (taps) a row. A tile that a figure covers in part is painted, and
   is a row of its own (a patch). Nine rows make a cell, what the second layer sees at one place;
   nine cells make a window, what the third one sees. Few of them differ, within a picture and from
   one to the next, so that each is looked at once, as in agents/mosaic: what was looked at is kept
   until the weights change. All this is torch's mathematics, in another order of the sums.

       tile or patch -> seen (48 numbers) -> row -> taps     once for each that differs
       cell, of rows -> near                                 the same
       window, of cells -> far                               the same
       picture, of windows -> scene -> thought -> outputs    for each picture

   One instance of the module is one network. JavaScript (network.js) calls `start`, writes into
   the memory that `at` names, and calls the rest. Numbers lie in rows, channels last. Channels and
   outputs are multiples of 8: whoever has fewer fills up with zeros, which stay zeros. */

#include "distinct.h"
#include "product.h"

typedef unsigned char byte;
#define EXPORT(name) __attribute__((export_name(#name)))

enum { PIXELS = 4, COLOURS = 3, SEEN = PIXELS * PIXELS * COLOURS, TAPS = 9 };
enum { KEPT = 2 };    /* times what one call may bring that is new, until all is forgotten */
enum { GROUP = 192 }; /* windows, or rows of the tables, that are in the cache at once */

/* ── Sizes and memory ─────────────────────────────────────────────────────────────────────── */

static int rows, columns, ids, c1, c2, c3, hidden, outputs, figures, most; /* see `start` */
static int wide, around, places, scene_size, taps_size; /* around: cells, and an edge of one */

/* The parameters, one after another; a part of `gradient` has the place of its weights. */
enum { W1, B1, W2, B2, W3, B3, WM, BM, WH, BH, PARTS };
static int place_of[PARTS + 1];
static float *weights, *gradient, *mean, *square;

static byte *sheet, *tiles, *painted; /* sprites [id][4][4][rgb, free]; tiles [most][rows][columns] */
static short *floating;               /* [most][figures][tile, y, x] */
static Distinct patch, cell, window;  /* of pixels, four in a word; of rows; of cells */
static int *row_at, *cell_at;         /* [around]: of the picture looked at; 0 is outside */
static int *window_at;                /* [most][places]: of the pictures looked at last */
static int own, *own_place;           /* painted tiles of the picture looked at, and where they are */
static float *seen, *row, *taps, *near, *strips, *far, *scene, *thought, *out; /* activations */
static float *d_row, *d_taps, *d_near, *d_far, *d_scene, *d_thought, *d_out;   /* their gradients */
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
    wide = columns + 2, around = (rows + 2) * wide, taps_size = TAPS * c2;
    places = ((rows + 1) / 2) * ((columns + 1) / 2), scene_size = places * c3;
    int sizes[PARTS] = {SEEN * c1, c1, c1 * taps_size, c2, taps_size * c3, c3,
                        scene_size * hidden, hidden, hidden * outputs, outputs};
    for (int part = 0; part < PARTS; part++) place_of[part + 1] = place_of[part] + sizes[part];
    start_distinct(&patch, SEEN / 4, KEPT * most * figures * 4, room);
    start_distinct(&cell, TAPS, KEPT * most * rows * columns, room);
    start_distinct(&window, TAPS, KEPT * most * places, room);
    long table = 1 + ids + patch.room;
    weights = numbers(place_of[PARTS]);
    sheet = room(ids * PIXELS * PIXELS * 4), tiles = room(most * rows * columns);
    painted = room(figures * 4 * SEEN), floating = room(most * figures * 3 * 2);
    row_at = room(around * 4), cell_at = room(around * 4), own_place = room(figures * 4 * 4);
    window_at = room(most * places * 4);
    seen = numbers(table * SEEN), row = numbers(table * c1), taps = numbers(table * taps_size);
    near = numbers((1 + (long)cell.room) * c2), strips = numbers(GROUP * taps_size);
    far = numbers((long)window.room * c3);
    scene = numbers((long)most * scene_size), thought = numbers(most * hidden);
    out = numbers(most * outputs);
    p1 = numbers(sizes[W1]), p2 = numbers(sizes[W2]), p3 = numbers(sizes[W3]);
    pm = numbers(sizes[WM]), ph = numbers(sizes[WH]);
    if (!training) return ph != 0;
    gradient = numbers(place_of[PARTS]);
    mean = numbers(place_of[PARTS]), square = numbers(place_of[PARTS]);
    d_row = numbers(table * c1), d_taps = numbers(table * taps_size);
    d_near = numbers((1 + (long)cell.room) * c2), d_far = numbers((long)window.room * c3);
    d_scene = numbers((long)most * scene_size);
    d_thought = numbers(most * hidden);
    d_out = numbers(most * outputs);
    t2 = numbers(sizes[W2]), t3 = numbers(sizes[W3]), tm = numbers(sizes[WM]);
    th = numbers(sizes[WH]);
    int widths[] = {GROUP * taps_size, GROUP * c1, GROUP * c3, most * hidden, most * outputs};
    int widest = 0;
    for (int i = 0; i < 5; i++) widest = widths[i] > widest ? widths[i] : widest;
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

/* ── Tables ───────────────────────────────────────────────────────────────────────────────── */

static float *part(int which) { return weights + place_of[which]; }

/* Rows `from` to `to` of both tables, of the pixels that are seen there. */
static void fill_tables(int from, int to) {
    float *rows_at = row + (long)from * c1;
    product(seen + (long)from * SEEN, SEEN, 1, p1, part(B1), 0, rows_at, to - from, c1, SEEN);
    rectify(rows_at, (long)(to - from) * c1);
    product(rows_at, c1, 1, p2, 0, 0, taps + (long)from * taps_size, to - from, taps_size, c1);
}

static void forget(void) { clear_distinct(&patch), clear_distinct(&cell), clear_distinct(&window); }

/* Take over weights and sprites that JavaScript has written. */
EXPORT(prepare) void prepare(int training) {
    forget();
    pack(part(W1), SEEN, c1, c1, 1, p1), pack(part(W2), c1, taps_size, taps_size, 1, p2);
    pack(part(W3), taps_size, c3, c3, 1, p3), pack(part(WM), scene_size, hidden, hidden, 1, pm);
    pack(part(WH), hidden, outputs, outputs, 1, ph);
    for (int i = 0; i < ids * PIXELS * PIXELS; i++)
        for (int c = 0; c < COLOURS; c++)
            seen[SEEN + i * COLOURS + c] = (sheet[i * 4 + c] - 128) * (1.0f / 64);
    fill_tables(1, 1 + ids);
    if (!training) return;
    pack(part(W2), taps_size, c1, 1, taps_size, t2), pack(part(W3), c3, taps_size, 1, c3, t3);
    pack(part(WM), hidden, scene_size, 1, hidden, tm);
    pack(part(WH), outputs, hidden, 1, outputs, th);
}

/* ── Looks ────────────────────────────────────────────────────────────────────────────────── */

/* A painted copy of the tile at this place, which waits there for its number. */
static byte *own_patch(int place) {
    if (row_at[place] < 0) return painted - (row_at[place] + 1) * SEEN;
    const byte *from = sheet + (row_at[place] - 1) * PIXELS * PIXELS * 4;
    byte *to = painted + own * SEEN;
    for (int i = 0; i < PIXELS * PIXELS; i++)
        for (int c = 0; c < COLOURS; c++) to[i * COLOURS + c] = from[i * 4 + c];
    own_place[own++] = place;
    row_at[place] = -own;
    return to;
}

/* Draw a figure over the tiles that it touches, as engine/sprites.py's overlay does. */
static void overlay(const short *figure) {
    int tile = figure[0], top = figure[1], left = figure[2];
    for (int r = top >> 2; r <= (top + PIXELS - 1) >> 2; r++)
        for (int c = left >> 2; c <= (left + PIXELS - 1) >> 2; c++) {
            if (r < 0 || r >= rows || c < 0 || c >= columns) continue;
            byte *patch = own_patch((r + 1) * wide + c + 1);
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

/* The rows of a picture's tiles, those of painted ones among them. */
static void look_at_tiles(int s) {
    const byte *tile = tiles + (long)s * rows * columns;
    const short *figure = floating + s * figures * 3;
    for (int r = 1; r <= rows; r++)
        for (int c = 1; c <= columns; c++) row_at[r * wide + c] = 1 + *tile++;
    own = 0;
    for (int k = 0; k < figures && figure[3 * k] >= 0; k++) overlay(figure + 3 * k);
    for (int k = 0; k < own; k++)
        row_at[own_place[k]] = 1 + ids + number(&patch, (int *)(painted + k * SEEN));
}

/* The number of what 3 x 3 places show, of which this is the upper left one. */
static int number_around(Distinct *of, const int *at) {
    int nine[TAPS];
    for (int i = 0; i < TAPS; i++) nine[i] = at[i / 3 * wide + i % 3];
    return number(of, nine);
}

/* Number what a picture shows. Cell 0 is outside, so that cells count from 1. */
static void look(int s) {
    int *to = window_at + s * places;
    look_at_tiles(s);
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
            cell_at[(r + 1) * wide + c + 1] = 1 + number_around(&cell, row_at + r * wide + c);
    for (int r = 0; r < rows; r += 2)
        for (int c = 0; c < columns; c += 2)
            *to++ = number_around(&window, cell_at + r * wide + c);
}

/* The second layer's answer for a cell: a sum of what nine rows add to it. */
static void look_nearby(int n) {
    const int *nine = cell.rows + (long)n * TAPS;
    const float *tap[TAPS];
    float *to = near + (1 + (long)n) * c2;
    for (int i = 0; i < TAPS; i++) tap[i] = taps + (long)nine[i] * taps_size + i * c2;
    for (int j = 0; j < c2; j += 4) {
        v4 sum = *(const v4 *)(part(B2) + j);
#pragma clang loop unroll(full)
        for (int i = 0; i < TAPS; i++) sum += *(const v4 *)(tap[i] + j);
        *(v4 *)(to + j) = positive(sum, sum);
    }
}

/* The third layer's input for some windows: nine cells each, one after another. */
static void lay_out(int from, int count) {
    const int *at = window.rows + (long)from * TAPS;
    float *to = strips;
    for (int i = 0; i < count * TAPS; i++, to += c2) copy_row(to, near + (long)at[i] * c2, c2);
}

/* Compute what was not met before. */
static void look_at_new(void) {
    float *to = seen + (1 + ids + (long)patch.made) * SEEN;
    const byte *pixels = (const byte *)(patch.rows + (long)patch.made * patch.width);
    for (int i = 0; i < (patch.count - patch.made) * SEEN; i++)
        to[i] = (pixels[i] - 128) * (1.0f / 64);
    fill_tables(1 + ids + patch.made, 1 + ids + patch.count);
    for (int n = cell.made; n < cell.count; n++) look_nearby(n);
    for (int from = window.made; from < window.count; from += GROUP) {
        int count = window.count - from < GROUP ? window.count - from : GROUP;
        float *at = far + (long)from * c3;
        lay_out(from, count);
        product(strips, taps_size, 1, p3, part(B3), 0, at, count, c3, taps_size);
        rectify(at, (long)count * c3);
    }
    patch.made = patch.count, cell.made = cell.count, window.made = window.count;
}

/* Whether there is room for what so many pictures may bring. */
static int has_room(int count) {
    return patch.count + count * figures * 4 <= patch.room &&
           cell.count + count * rows * columns <= cell.room &&
           window.count + count * places <= window.room;
}

/* ── Forwards and backwards ───────────────────────────────────────────────────────────────── */

/* Outputs [count][outputs] of the first `count` pictures: logits, then the value, then zeros. */
EXPORT(forward) void forward(int count) {
    if (!has_room(count)) forget();
    for (int s = 0; s < count; s++) look(s);
    look_at_new();
    for (int i = 0; i < count * places; i++)
        copy_row(scene + (long)i * c3, far + (long)window_at[i] * c3, c3);
    product(scene, scene_size, 1, pm, part(BM), 0, thought, count, hidden, scene_size);
    rectify(thought, count * hidden);
    product(thought, hidden, 1, ph, part(BH), 0, out, count, outputs, hidden);
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

/* Send the gradient of the tables on to the weights of the first two layers. */
static void tables_backward(void) {
    int last = 1 + ids + patch.count;
    for (int from = 1; from < last; from += GROUP) {
        int count = last - from < GROUP ? last - from : GROUP;
        float *d_taps_at = d_taps + (long)from * taps_size, *d = d_row + (long)from * c1;
        product(d_taps_at, taps_size, 1, t2, 0, 0, d, count, c1, taps_size);
        stop_where_zero(d, row + (long)from * c1, count * c1);
        add_gradient(W2, row + (long)from * c1, c1, d_taps_at, count, taps_size);
        add_gradient(W1, seen + (long)from * SEEN, SEEN, d, count, c1);
    }
}

/* From the gradient of cells to that of taps. */
static void nearby_backward(void) {
    float *bias = gradient + place_of[B2];
    clear(d_taps, (1 + ids + (long)patch.count) * taps_size);
    stop_where_zero(d_near, near, (1 + (long)cell.count) * c2);
    for (int n = 0; n < cell.count; n++) {
        const int *nine = cell.rows + (long)n * TAPS;
        const float *d = d_near + (1 + (long)n) * c2;
        add_row(bias, d, c2);
        for (int i = 0; i < TAPS; i++) add_row(d_taps + (long)nine[i] * taps_size + i * c2, d, c2);
    }
}

/* From the gradient of windows to that of cells. */
static void far_backward(void) {
    clear(d_near, (1 + (long)cell.count) * c2);
    stop_where_zero(d_far, far, (long)window.count * c3);
    for (int from = 0; from < window.count; from += GROUP) {
        int count = window.count - from < GROUP ? window.count - from : GROUP;
        const int *at = window.rows + (long)from * TAPS;
        const float *d = d_far + (long)from * c3;
        lay_out(from, count);
        add_gradient(W3, strips, taps_size, d, count, c3);
        product(d, c3, 1, t3, 0, 0, strips, count, taps_size, c3);
        for (int i = 0; i < count * TAPS; i++)
            add_row(d_near + (long)at[i] * c2, strips + (long)i * c2, c2);
    }
}

/* Add to `gradient` what `d_out` [count][outputs] brings; `forward` has seen these pictures. */
EXPORT(backward) void backward(int count) {
    add_gradient(WH, thought, hidden, d_out, count, outputs);
    product(d_out, outputs, 1, th, 0, 0, d_thought, count, hidden, outputs);
    stop_where_zero(d_thought, thought, count * hidden);
    add_gradient(WM, scene, scene_size, d_thought, count, hidden);
    product(d_thought, hidden, 1, tm, 0, 0, d_scene, count, scene_size, hidden);
    clear(d_far, (long)window.count * c3);
    for (int i = 0; i < count * places; i++)
        add_row(d_far + (long)window_at[i] * c3, d_scene + (long)i * c3, c3);
    far_backward();
    nearby_backward();
    tables_backward();
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
