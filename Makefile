# Spar. `make help` lists the targets; HACKING.md says more.
# Sources are found by wildcard: a new file needs no line here.

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:

VARIANT ?= release
PREFIX  ?= /usr/local
DUCKDB  ?= third_party/duckdb
# What `make run` starts, for example: make run RUN='sql list'
RUN     ?= serve

# build/VARIANT holds everything of a variant; only the release's products stand in the root.
B   := build/$(VARIANT)
OUT := $(if $(filter release,$(VARIANT)),.,$(B))
# V=1 shows the commands.
say = $(if $(V),,@echo '  $(1) $@';)

ifeq ($(origin CC),default)
CC := $(if $(filter fuzz,$(VARIANT)),clang,gcc)
endif
CPPFLAGS += -D_GNU_SOURCE -Isrc -isystem $(DUCKDB)
CFLAGS   ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wpointer-arith \
            -Wwrite-strings -Wformat=2 -Wconversion -Wno-sign-conversion $(if $(WERROR),-Werror)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
HARDEN_release := -fstack-protector-strong -D_FORTIFY_SOURCE=2
HARDEN_asan    := $(SANITIZE) -DSPAR_ASAN
HARDEN_fuzz    := $(SANITIZE) -fsanitize=fuzzer-no-link
HARDEN         := $(HARDEN_$(VARIANT))
COMPILE  := $(CC) -std=c17 $(CPPFLAGS) $(CFLAGS) $(HARDEN) $(WARNINGS) -fPIE -include src/base/banned.h
LINK     := $(CC) $(CFLAGS) $(HARDEN) -pie -Wl,-z,relro,-z,now $(LDFLAGS)
LIBS_spar   := -lsqlite3 -ljansson -lyaml -ledit -lmicrohttpd -lwslay -pthread -lm
LIBS_worker := -L$(DUCKDB) -lduckdb -ljansson -lseccomp -pthread -lm

# --- what is linked from what ---------------------------------------------------------------------
obj  = $(patsubst %.c,$(B)/%.o,$(wildcard $(1)))
SPAR_DIRS  := base store bank practice talk model story plan mock http web cli
SPAR_OBJ   := $(call obj,$(SPAR_DIRS:%=src/%/*.c) src/judge/client.c) $(B)/migrations.o $(B)/pages.o
WORKER_OBJ := $(filter-out %/client.o %/worker_main.o,$(call obj,src/base/*.c src/duck/*.c src/judge/*.c))
MIGRATIONS := $(wildcard src/store/migrations/*.sql)
SPAR       := $(if $(wildcard src/main.c),$(OUT)/bin/spar)
WORKER     := $(if $(wildcard src/judge/worker_main.c),$(OUT)/lib/spar/spar-worker)
TESTS      := $(patsubst %.c,$(B)/%,$(wildcard tests/unit/test_*.c))
FUZZERS    := $(patsubst %.c,$(B)/%,$(wildcard tests/fuzz/fuzz_*.c))
BENCHES    := $(patsubst %.c,$(B)/%,$(wildcard bench/bench_*.c))
FIT_OBJ    := $(call obj,bench/fit/*.c)
# Tests and fuzzers with these names are linked like the worker, all others like bin/spar.
like_worker = $(foreach p,$(1),$(if $(filter test_duck_% test_judge_% fuzz_duck_% fuzz_judge_%,$(notdir $(p))),$(p)))
WORKER_TESTS := $(call like_worker,$(TESTS) $(FUZZERS))
SPAR_TESTS   := $(filter-out $(WORKER_TESTS),$(TESTS) $(FUZZERS))

# --- stamps: files that change only when their text does ---------------------------------------------
same  = $(and $(findstring <$(1)>,<$(2)>),$(findstring <$(2)>,<$(1)>))
stamp = $(if $(call same,$(strip $(2)),$(file <$(B)/$(1))),,$(shell mkdir -p $(B))$(file >$(B)/$(1),$(strip $(2))))
$(call stamp,flags,$(COMPILE) $(LINK) $(LIBS_spar) $(LIBS_worker))
$(call stamp,spar.list,$(SPAR_OBJ))
$(call stamp,worker.list,$(WORKER_OBJ))
$(call stamp,migrations.list,$(MIGRATIONS))
$(B)/flags $(B)/spar.list $(B)/worker.list $(B)/migrations.list: ;

.PHONY: all programs tests benches run test bench fit asan lint fuzz fuzzers install clean help FORCE
all: programs
programs: $(SPAR) $(WORKER)
tests: $(TESTS)
fuzzers: $(FUZZERS)
benches: $(BENCHES)

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC  )$(COMPILE) -MMD -MP -c -o $@ $<

$(B)/migrations.o: $(MIGRATIONS) $(B)/migrations.list tools/embed
	@mkdir -p $(@D)
	$(call say,GEN )tools/embed migrations $(MIGRATIONS) >$(@:.o=.s)
	@$(CC) -c -o $@ $(@:.o=.s)

# The pages are the same in every variant.
build/ui/.built: $(shell find ui -type f) tools/build-ui tools/npm/ui/package-lock.json
	$(call say,PAGE)tools/build-ui build/ui
	@touch $@
$(B)/pages.o: build/ui/.built tools/embed
	@mkdir -p $(@D)
	$(call say,GEN )tools/embed pages build/ui/* >$(@:.o=.s)
	@$(CC) -c -o $@ $(@:.o=.s)

# Archives, so that a test pulls in only what it uses.
$(B)/libspar.a: $(SPAR_OBJ) $(B)/spar.list
	@rm -f $@
	$(call say,AR  )ar rcsT $@ $(SPAR_OBJ)
$(B)/libworker.a: $(WORKER_OBJ) $(B)/worker.list
	@rm -f $@
	$(call say,AR  )ar rcsT $@ $(WORKER_OBJ)

$(OUT)/bin/spar: $(B)/src/main.o $(B)/libspar.a
	@mkdir -p $(@D)
	$(call say,LINK)$(LINK) -o $@ $^ $(LIBS_spar)

$(OUT)/lib/spar/spar-worker: $(B)/src/judge/worker_main.o $(B)/libworker.a | $(OUT)/lib/spar/libduckdb.so
	@mkdir -p $(@D)
	$(call say,LINK)$(LINK) -o $@ $^ $(LIBS_worker) -Wl,-rpath,'$$ORIGIN'

$(OUT)/lib/spar/libduckdb.so: $(DUCKDB)/libduckdb.so
	@mkdir -p $(@D)
	@ln -f $< $@ 2>/dev/null || cp $< $@

# A fuzzer brings its main(): libFuzzer's, or one that replays the files it is given.
FUZZ_MAIN := $(if $(filter fuzz,$(VARIANT)),-fsanitize=fuzzer,$(B)/tests/fuzz/replay.o)
$(FUZZERS): MAIN = $(FUZZ_MAIN)
$(FUZZERS): $(filter %.o,$(FUZZ_MAIN))
$(WORKER_TESTS): %: %.o $(B)/libworker.a
	$(call say,LINK)$(LINK) -o $@ $< $(MAIN) $(B)/libworker.a $(LIBS_worker) -Wl,-rpath,'$$ORIGIN/../../../../$(DUCKDB)'
$(SPAR_TESTS): %: %.o $(B)/libspar.a
	$(call say,LINK)$(LINK) -o $@ $< $(MAIN) $(B)/libspar.a $(LIBS_spar)

# The calendar is read back with somebody else's parser.
$(B)/tests/unit/test_plan_export: LIBS_spar += -lical

# Benchmarks see both sides.
$(BENCHES): %: %.o $(B)/libspar.a $(B)/libworker.a
	$(call say,LINK)$(LINK) -o $@ $^ $(LIBS_spar) $(LIBS_worker) -Wl,-rpath,'$$ORIGIN/../../../$(DUCKDB)'

$(B)/bench/fit/fit: $(FIT_OBJ) $(B)/libspar.a
	$(call say,LINK)$(LINK) -o $@ $^ $(LIBS_spar)

# --- targets for people: first what is missing, then this file again for the work -------------------------
AGAIN = $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))

run:
	@tools/bootstrap
	@$(AGAIN) all
	@$(OUT)/bin/spar $(RUN)

test:
	@tools/bootstrap tests
	@$(AGAIN) programs tests
	@OUT='$(OUT)' VARIANT='$(VARIANT)' tools/run-tests $(T)

asan:
	@tools/bootstrap tests
	@$(MAKE) --no-print-directory VARIANT=asan test

bench:
	@tools/bootstrap
	@$(AGAIN) all benches
	@OUT='$(OUT)' B='$(B)' bench/run

# The talk engine's weights again, from the labelled answers; FIT=--replies: those of replies alone.
fit:
	@tools/bootstrap
	@$(AGAIN) $(B)/bench/fit/fit
	@mkdir -p content/amazon-de/talk/weights
	@$(B)/bench/fit/fit $(FIT) content content/amazon-de/talk/weights tests/talk/gold/*.jsonl

lint:
	@tools/bootstrap lint
	@tools/lint

fuzz:
	@tools/bootstrap $(if $(SECONDS_EACH),fuzz)
	@$(AGAIN) VARIANT=$(if $(SECONDS_EACH),fuzz,asan) fuzzers
	@tools/run-fuzz build/$(if $(SECONDS_EACH),fuzz,asan) $(SECONDS_EACH)

install:
	@$(AGAIN) all
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/lib/spar' \
	    '$(DESTDIR)$(PREFIX)/share/spar' '$(DESTDIR)$(PREFIX)/share/doc/spar'
	install -m 755 $(OUT)/bin/spar '$(DESTDIR)$(PREFIX)/bin/'
	install -m 755 $(OUT)/lib/spar/spar-worker '$(DESTDIR)$(PREFIX)/lib/spar/'
	install -m 644 $(OUT)/lib/spar/libduckdb.so '$(DESTDIR)$(PREFIX)/lib/spar/'
	rm -rf '$(DESTDIR)$(PREFIX)/share/spar/content'
	cp -r content '$(DESTDIR)$(PREFIX)/share/spar/content'
	install -m 644 README.md LICENSE NOTICE '$(DESTDIR)$(PREFIX)/share/doc/spar/'

clean:
	rm -rf build bin lib

help:
	@echo 'make            build bin/spar and lib/spar (after tools/bootstrap)'
	@echo 'make run        install what is missing, build, start; RUN="sql list" for another command'
	@echo 'make test       the same, then every test; T="tests/cli/a.t ..." for some'
	@echo 'make asan       every test under AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo 'make lint       style and layer checks, -fanalyzer, clang-tidy, shellcheck'
	@echo 'make fuzz       replay the corpus of each fuzzer; SECONDS_EACH=60 fuzzes for real'
	@echo 'make bench      measure, as ratios within one run'
	@echo 'make fit        fit the weights of the talk engine again'
	@echo 'make install    PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)'
	@echo 'make clean      remove build, bin and lib; third_party stays'

-include $(shell find $(B) -name '*.d' 2>/dev/null)
