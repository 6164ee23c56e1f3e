/* main() for a fuzzer without libFuzzer: give it each file once. */
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fs.h"

#define SECONDS_EACH 120

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int main(int argc, char **argv)
{
	struct err err = { 0 };
	struct buf b;

	if (argc < 2) {
		fprintf(stderr, "%s: no corpus\n", argv[0]);
		return 1;
	}
	buf_init(&b, (size_t)16 << 20);
	for (int i = 1; i < argc; i++) {
		buf_release(&b);
		if (fs_read(argv[i], (size_t)16 << 20, &b, &err)) {
			fprintf(stderr, "%s: %s\n", argv[0], err.text);
			return 1;
		}
		/* Named first: a crash then says which file. A hang is one too. */
		fprintf(stderr, "%s: %s\n", argv[0], argv[i]);
		alarm(SECONDS_EACH);
		LLVMFuzzerTestOneInput((const uint8_t *)buf_text(&b), b.n);
	}
	buf_release(&b);
	return 0;
}
