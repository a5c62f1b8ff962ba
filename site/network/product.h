/* Products of matrices, and what is done to whole rows of numbers.

   The vectors are clang's own: with -msimd128 they are WebAssembly's, without it plain numbers. */

typedef float v4 __attribute__((vector_size(16), aligned(4)));
typedef int i4 __attribute__((vector_size(16)));
#define INLINE static inline __attribute__((always_inline))

enum { WIDTH = 8, BLOCK = 64 }; /* columns of a panel; rows for which one stays in the cache */

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

static void copy_row(float *to, const float *from, int count) {
    for (int i = 0; i < count; i += 4) *(v4 *)(to + i) = *(const v4 *)(from + i);
}

static void add_row(float *to, const float *from, int count) {
    for (int i = 0; i < count; i += 4) *(v4 *)(to + i) += *(const v4 *)(from + i);
}
