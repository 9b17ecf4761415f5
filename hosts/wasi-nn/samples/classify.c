/* Classifies a picture with the model 'classifier', u8[1,224,224,3] to u8[1,N]. With clang and wasi-libc:
 *
 *   clang --target=wasm32-wasip1 --sysroot=/path/to/wasi-sysroot -O2 classify.c -o classify.wasm
 *   webnn-delegate wasi run classify.wasm --model classifier=model.tflite --dir pictures -- pictures/bird.bmp
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NN(name) __attribute__((import_module("wasi_ephemeral_nn"), import_name(name)))

struct tensor {
    const uint32_t *dimensions;
    uint32_t rank;
    uint8_t type;
    const uint8_t *data;
    uint32_t bytes;
};

NN("load_by_name") uint32_t load_by_name(const char *name, uint32_t length, uint32_t *graph);
NN("init_execution_context") uint32_t init_execution_context(uint32_t graph, uint32_t *context);
NN("set_input") uint32_t set_input(uint32_t context, uint32_t index, const struct tensor *tensor);
NN("compute") uint32_t compute(uint32_t context);
NN("get_output") uint32_t get_output(uint32_t context, uint32_t index, uint8_t *buffer, uint32_t size, uint32_t *written);

enum { SIDE = 224, U8 = 3, HEADER = 54, LARGEST = 4 << 20 };

static uint8_t file[LARGEST];
static uint8_t input[SIDE * SIDE * 3];
static uint8_t output[1 << 15];

static void check(uint32_t error, const char *what)
{
    if (error != 0) {
        fprintf(stderr, "%s: error %u\n", what, (unsigned)error);
        exit((int)error);
    }
}

static uint32_t number(size_t offset)
{
    return file[offset] | (uint32_t)file[offset + 1] << 8 | (uint32_t)file[offset + 2] << 16 | (uint32_t)file[offset + 3] << 24;
}

/* Rows of a BMP begin at the bottom, and its pixels with blue. */
static int sample(size_t bytes)
{
    if (bytes < HEADER || memcmp(file, "BM", 2) != 0 || file[28] != 24)
        return 0;
    uint32_t start = number(10), width = number(18), height = number(22);
    if (width < 1 || width > 10000 || height < 1 || height > 10000)
        return 0;
    uint32_t stride = (width * 3 + 3) & ~3u;
    if (start > bytes || stride * height > bytes - start)
        return 0;
    for (uint32_t y = 0; y < SIDE; y++)
        for (uint32_t x = 0; x < SIDE; x++) {
            const uint8_t *from = file + start + stride * (height - 1 - y * height / SIDE) + 3 * (x * width / SIDE);
            uint8_t *to = input + (y * SIDE + x) * 3;
            to[0] = from[2];
            to[1] = from[1];
            to[2] = from[0];
        }
    return 1;
}

int main(int count, char **arguments)
{
    FILE *picture = count > 1 ? fopen(arguments[1], "rb") : NULL;
    if (picture == NULL || !sample(fread(file, 1, sizeof file, picture))) {
        fprintf(stderr, "give a BMP of 24 bits that is in a folder of --dir\n");
        return 2;
    }

    const uint32_t dimensions[] = { 1, SIDE, SIDE, 3 };
    const struct tensor tensor = { dimensions, 4, U8, input, sizeof input };
    uint32_t graph, context, written;
    check(load_by_name("classifier", 10, &graph), "load_by_name");
    check(init_execution_context(graph, &context), "init_execution_context");
    check(set_input(context, 0, &tensor), "set_input");
    check(compute(context), "compute");
    check(get_output(context, 0, output, sizeof output, &written), "get_output");

    uint32_t best = 0;
    for (uint32_t i = 1; i < written; i++)
        if (output[i] > output[best])
            best = i;
    printf("class %u\n", (unsigned)best);
    return 0;
}
