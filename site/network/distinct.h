/* The distinct rows of integers that were met, each kept once, in the order in which they were met:
   agents/mosaic/kernels.py in C. */

typedef struct {
    int width, room, count; /* integers in a row; rows that may be met, and that were */
    int made;               /* rows whose features are computed */
    int last, *rows, *known; /* known: where a row is found, -1 where none is; a power of 2 long */
} Distinct;

static void clear_distinct(Distinct *of) {
    if (of->count)
        for (int i = 0; i <= of->last; i++) of->known[i] = -1;
    of->count = of->made = 0;
}

/* Make room for so many rows; `take` gives memory. */
static void start_distinct(Distinct *of, int width, int room, void *(*take)(unsigned long)) {
    int length = 64;
    while (length < 2 * room) length *= 2;
    of->width = width, of->room = room, of->last = length - 1;
    of->rows = take((unsigned long)room * width * sizeof(int));
    of->known = take((unsigned long)length * sizeof(int));
    of->count = 1; /* so that it is cleared */
    if (of->known) clear_distinct(of);
}

/* The number of this row, which is added if it is new; there is room for it. */
static int number(Distinct *of, const int *row) {
    unsigned long long mixed = of->width; /* 2^64 over the golden ratio: Knuth's way to mix */
    for (int i = 0; i < of->width; i++)
        mixed = (mixed ^ (unsigned)row[i]) * 0x9E3779B97F4A7C15ull;
    for (int place = (int)(mixed >> 32) & of->last;; place = (place + 1) & of->last) {
        int found = of->known[place], *kept = of->rows + (long)found * of->width, i = 0;
        if (found < 0) {
            of->known[place] = found = of->count++;
            kept = of->rows + (long)found * of->width;
            for (; i < of->width; i++) kept[i] = row[i];
            return found;
        }
        while (i < of->width && kept[i] == row[i]) i++;
        if (i == of->width) return found;
    }
}
