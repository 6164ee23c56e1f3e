/* The rules of the pack, and reading a job post by them. */
#include "tap.h"

#include "bank/bank.h"
#include "base/fs.h"
#include "base/rng.h"
#include "plan/plan.h"

static struct arena arena;
static const struct plan_rules *rules;

static const struct plan_tool *tool(const struct plan_post *p, const char *id)
{
	for (size_t i = 0; i < p->tool_count; i++)
		if (!strcmp(p->tools[i].id, id))
			return &p->tools[i];
	return NULL;
}

static struct plan_post read_post(const char *text, enum plan_level level)
{
	struct plan_post p;

	plan_post_read(rules, str_of(text), level, &arena, &p);
	return p;
}

/* "required/must", or "-" when the post is not seen to name it. */
static const char *says(const char *text, const char *id)
{
	struct plan_post p = read_post(text, PLAN_L5);
	const struct plan_tool *t = tool(&p, id);

	return t ? arena_printf(&arena, "%s/%s", tool_need_name(t->need), tool_verdict_name(t->verdict)) : "-";
}

static void needs(void)
{
	static const struct {
		const char *text, *id, *want;
	} cases[] = {
		{"Basic Qualifications\n- Experience with Apache Iceberg", "iceberg", "required/must"},
		{"PREFERRED QUALIFICATIONS\n- Experience with Apache Iceberg", "iceberg", "preferred/hour"},
		{"Iceberg is a must.", "iceberg", "required/must"},
		{"Iceberg would be nice to have.", "iceberg", "preferred/hour"},
		{"Our tables are kept in Iceberg.", "iceberg", "named/skip"},
		{"Knowledge of Iceberg is not required.", "iceberg", "not-needed/skip"},
		{"Python required, Iceberg nice to have.", "python", "required/must"},
		{"Python required, Iceberg nice to have.", "iceberg", "preferred/hour"},
		{"Python required and Iceberg nice to have", "iceberg", "preferred/hour"},
		{"SQL, Airflow and Spark are required; Kafka is a plus.", "airflow", "required/must"},
		{"SQL, Airflow and Spark are required; Kafka is a plus.", "kafka", "preferred/hour"},
		{"Must have: SQL, Spark.\nBonus: Flink, Kafka", "flink", "preferred/hour"},
		{"Requirements:\n\xE2\x80\xA2 Python, Java or Scala", "scala", "any-of/skip"},
		{"Requirements:\n\xE2\x80\xA2 Python, Java or Scala", "python", "any-of/must"},
		{"Requirements\n* an orchestrator such as Airflow, Dagster", "dagster", "any-of/hour"},
		{"Requirements\n* Snowflake or similar", "snowflake", "any-of/hour"},
		{"Requirements\n* SQL\n* 5+ years with Redshift\n\nAbout the team\nWe love Kafka.", "kafka", "named/skip"},
		{"Requirements\n* SQL\n* 5+ years with Redshift\n\nAbout the team\nWe love Kafka.", "redshift", "required/must"},
		{"Strong knowledge of Spark preferred", "spark", "preferred/hour"},
		{"You have 3 plus years of Spark.", "spark", "required/must"},
		{"We use Spark daily. Deep expertise in Spark is essential.", "spark", "required/must"},
		{"Anforderungen:\n- Sehr gute Kenntnisse in Spark", "spark", "required/must"},
		{"Kenntnisse in Kafka sind von Vorteil.", "kafka", "preferred/hour"},
		{"Connaissance de Kafka indispensable", "kafka", "required/must"},
		{"You excel at what you do and go far.", "excel", "-"},
		{"You excel at what you do and go far.", "go", "-"},
		{"Go beyond what is asked.", "go", "-"},
		{"Services in Go and Rust", "go", "named/skip"},
		{"Go, Rust and Java", "go", "named/skip"},
		{"Own the data of our Go-to-market teams", "go", "-"},
		{"Our R&D team", "r", "-"},
		{"Python, R, SQL", "r", "named/skip"},
		{"JavaScript", "java", "-"},
		{"PL/SQL procedures are required", "sql", "-"},
		{"PL/SQL procedures are required", "pl-sql", "required/hour"},
		{"CI/CD with GitHub Actions", "ci", "named/skip"},
		{"<li>Iceberg required</li><li>Kafka</li>", "kafka", "named/skip"},
		{"Experience with NoSQL", "sql", "-"},
		{"experience with SNOWFLAKE mandatory", "snowflake", "required/must"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		tap_is_text(says(cases[i].text, cases[i].id), cases[i].want, "%s is %s (%zu)", cases[i].id, cases[i].want, i + 1);
}

static void amazon_like(void)
{
	static const char text[] =
		"DESCRIPTION\nOur team builds data pipelines for sellers. You will design data models and own dashboards.\n\n"
		"Key job responsibilities\n- Build and operate ETL pipelines with AWS Glue\n- Own ingestion from streaming sources\n"
		"- Improve the data platform and its orchestration\n\n"
		"BASIC QUALIFICATIONS\n- 3+ years of data engineering experience\n"
		"- Experience with data modeling, warehousing and building ETL pipelines\n- Experience with SQL\n"
		"- Experience in at least one modern scripting language, such as Python, Java or Scala\n\n"
		"PREFERRED QUALIFICATIONS\n- Experience with AWS technologies like Redshift, S3, AWS Glue, EMR, Kinesis, FireHose, Lambda, "
		"and IAM roles and permissions\n- Experience with non-relational databases (object storage, document or key-value stores)\n";
	struct plan_post p = read_post(text, PLAN_L5);
	const struct plan_tool *t;

	tap_is_text(p.language, "English", "the language");
	tap_ok(!p.foreign && !p.empty && !p.cut, "nothing odd about it");
	tap_is_text(says(text, "sql"), "required/must", "SQL");
	tap_is_text(says(text, "redshift"), "preferred/hour", "Redshift");
	tap_is_text(says(text, "glue"), "preferred/hour", "Glue, named twice: the stronger one decides");
	tap_is_text(says(text, "java"), "any-of/skip", "Java is one of several");
	tap_is_text(says(text, "etl"), "required/must", "ETL");
	t = tool(&p, "redshift");
	tap_ok(t && strstr(t->text, "AWS technologies like Redshift") == t->text + strlen("Experience with "), "the sentence is quoted, without its dash");
	tap_ok(t && !strncmp(text + t->word.at, "Redshift", 8) && t->word.n == 8, "and the word has its place");
	tap_ok(t && t->todo && strstr(t->todo, "Redshift") && !strchr(t->todo, '{'), "what to be able to say names the tool");
	tap_is_int(p.lean, PLAN_PIPELINES, "leans to pipelines");
	tap_ok(p.lean_sentences >= 3 && p.lean_text, "in several sentences");
	for (size_t i = 1; i < p.tool_count; i++)
		if (p.tools[i].verdict < p.tools[i - 1].verdict)
			tap_ok(false, "must before hour before skip");
	p = read_post("PREFERRED QUALIFICATIONS\nKafka", PLAN_L4);
	tap_is_int(p.tools[0].verdict, TOOL_SKIP, "at L4 streaming that is only preferred is skipped");
}

static void odd_posts(void)
{
	struct plan_post p = read_post(" \n\t \xE2\x80\xA2 ", PLAN_L5);
	const char *japanese = "\xE3\x83\x87\xE3\x83\xBC\xE3\x82\xBF\xE3\x82\xA8\xE3\x83\xB3\xE3\x82\xB8\xE3\x83\x8B\xE3\x82\xA2"
			       "Python\xE3\x81\xAE\xE7\xB5\x8C\xE9\xA8\x93 Spark\xE3\x81\xA8Kafka\xE3\x80\x82"
			       "\xE3\x83\x87\xE3\x83\xBC\xE3\x82\xBF\xE3\x82\xA8\xE3\x83\xB3\xE3\x82\xB8\xE3\x83\x8B\xE3\x82\xA2";
	const char *polish = "Szukamy in\xC5\xBCyniera danych kt\xC3\xB3ry zna Spark oraz Airflow i potrafi budowa\xC4\x87 hurtownie "
			     "danych w chmurze dla naszych klient\xC3\xB3w z wielu kraj\xC3\xB3w na ca\xC5\x82ym \xC5\x9Bwiecie codziennie";
	struct buf b;

	tap_ok(p.empty && p.tool_count == 0, "no word at all");
	p = read_post(japanese, PLAN_L5);
	tap_ok(p.foreign && !p.language, "Japanese is none of the languages");
	tap_ok(tool(&p, "python") && tool(&p, "kafka"), "and its tools are found all the same");
	/* "Airflow and Spark are required", in Russian: few words, and another script. */
	p = read_post("\xD0\xA2\xD1\x80\xD0\xB5\xD0\xB1\xD1\x83\xD0\xB5\xD1\x82\xD1\x81\xD1\x8F \xD0\xBE\xD0\xBF\xD1\x8B\xD1\x82 \xD1\x81 Airflow \xD0\xB8 Spark", PLAN_L4);
	tap_ok(p.foreign && tool(&p, "airflow") && tool(&p, "airflow")->verdict == TOOL_HOUR, "a short post in another script is not skipped as if it were English");
	p = read_post("Airflow, Spark, \xCE\xBC", PLAN_L4);
	tap_ok(!p.foreign, "one Greek letter does not make a post foreign");
	p = read_post(polish, PLAN_L5);
	tap_ok(p.foreign && tool(&p, "spark") && tool(&p, "spark")->verdict == TOOL_HOUR, "Polish: an hour, since nobody can tell how it is meant");

	buf_init(&b, 4 << 20);
	while (b.n < 300 * 1024)
		buf_adds(&b, "We need someone with strong Iceberg, Kafka and SQL experience and more words to fill the line ");
	p = read_post(buf_text(&b), PLAN_L5);
	tap_ok(!p.cut && p.bytes == b.n && tool(&p, "iceberg")->mentions > 3000, "300 kB in one line are read to their end");
	tap_ok(strlen(tool(&p, "iceberg")->text) <= PLAN_QUOTE_MAX_BYTES, "and a quote stays short");
	while (b.n < 700 * 1024)
		buf_adds(&b, "\xC3\xA4\xC3\xB6\xC3\xBC");
	p = read_post(buf_text(&b), PLAN_L5);
	tap_ok(p.cut && p.bytes <= PLAN_POST_MAX_BYTES && p.bytes > PLAN_POST_MAX_BYTES - 4, "more than that is cut at a character");
	buf_release(&b);
}

/* Whatever the bytes: quotes are where they say they are, and hold the word. */
static void random_posts(void)
{
	static const char *const pieces[] = {"SQL", "Iceberg", " ", ", ", ". ", "\n", "- ", "required", "nice to have", "or", "and", "Basic qualifications",
					     "\xC3\xA9", "\xFF", "\xE2\x80", "(", ")", ": ", "e.g.", "Python", "not required", "\xE2\x80\xA2", "<li>", ";", "R", "&"};
	struct rng r;
	int bad = 0;

	rng_init(&r, 7);
	for (int i = 0; i < 3000; i++) {
		struct arena a;
		struct plan_post p;
		struct buf b;

		arena_init(&a, 16 << 20);
		buf_init(&b, 1 << 20);
		for (uint32_t k = rng_below(&r, 60); k-- > 0;)
			buf_adds(&b, pieces[rng_below(&r, sizeof(pieces) / sizeof(pieces[0]))]);
		if (rng_percent(&r, 30))
			buf_addc(&b, 0);
		plan_post_read(rules, (struct str){b.p ? b.p : "", b.n}, (enum plan_level)rng_below(&r, PLAN_LEVELS), &a, &p);
		for (size_t k = 0; k < p.tool_count; k++) {
			const struct plan_tool *t = &p.tools[k];

			bad += t->quote.at + t->quote.n > b.n || t->word.at < t->quote.at || t->word.at + t->word.n > t->quote.at + t->quote.n ||
			       t->quote.n > PLAN_QUOTE_MAX_BYTES || memcmp(t->text, b.p + t->quote.at, t->quote.n) != 0 ||
			       (t->verdict == TOOL_SKIP) != (t->todo == NULL) || !t->why;
		}
		buf_release(&b);
		arena_release(&a);
	}
	tap_is_int(bad, 0, "3,000 random posts: every quote is there and holds its word");
}

/* A copy of the pack's rules with one text replaced. */
static const char *broken(const char *file, const char *from, const char *to)
{
	static const char *const files[] = {"plan.yaml", "topics.yaml", "reading.yaml", "tools.yaml", "post.yaml"};
	const char *dir = arena_printf(&arena, "%s/x/plan", tap_dir());
	const struct plan_rules *out = NULL;
	struct plan_issues issues;
	struct err err = {0};
	struct arena a;

	fs_mkdirs(dir, 0700, &err);
	for (size_t i = 0; i < 5; i++) {
		struct buf b, c;
		char *at;

		buf_init(&b, 1 << 20);
		buf_init(&c, 1 << 20);
		fs_read(arena_printf(&arena, "content/amazon-de/plan/%s", files[i]), 1 << 20, &b, &err);
		at = !strcmp(files[i], file) ? strstr(b.p, from) : NULL;
		if (at) {
			buf_add(&c, b.p, (size_t)(at - b.p));
			buf_adds(&c, to);
			buf_adds(&c, at + strlen(from));
		}
		fs_write(arena_printf(&arena, "%s/%s", dir, files[i]), at ? (struct str){c.p, c.n} : (struct str){b.p, b.n}, 0600, &err);
		buf_release(&b);
		buf_release(&c);
	}
	arena_init(&a, 16 << 20);
	if (!plan_rules_load(&a, tap_dir(), "x", NULL, &out, &issues, &err))
		err.text[0] = 0;
	arena_release(&a);
	return arena_strdup(&arena, err.text);
}

static void broken_rules(void)
{
	tap_is_text(broken("plan.yaml", "work_max: 480", "work_max: 480"), "", "the copy of the rules is sound");
	tap_is_text(broken("plan.yaml", "  work_max:", "  work_mux:"),
		    "x/plan/plan.yaml:17:3: unknown key 'work_mux' in day, did you mean 'work_max'?", "an unknown key, with its place");
	tap_is_text(broken("plan.yaml", "at: \"18:00\"", "at: \"25:00\""),
		    "x/plan/plan.yaml:5:24: 'at' is '25:00', which is no time of the day like 18:00", "a time that is none");
	tap_is_text(broken("plan.yaml", "stop: 0.03", "stop: many"), "x/plan/plan.yaml:23:7: 'stop' must be a number from 0.0001 to 0.9",
		    "a number that is none");
	tap_is_text(broken("plan.yaml", "levels: [L4]", "levels: [L7]"), "x/plan/plan.yaml:57:13: a level is 'L7', which is not L4, L5 or L6+",
		    "a level that is none");
	tap_ok(strstr(broken("topics.yaml", "kind: sql", "kind: sq"), "x/plan/topics.yaml:18:11: 'sq' is no kind of block") != NULL,
	       "a kind that is none");
	tap_ok(strstr(broken("topics.yaml", "Drill {subject}", "Drill {subjekt}"), "is neither {subject} nor {question}") != NULL,
	       "a place for a text that nobody fills");
	tap_ok(strstr(broken("tools.yaml", "group: sql,", "group: sequel,"), "there is no group 'sequel'") != NULL, "a group that is none");
	tap_ok(strstr(broken("tools.yaml", "names: [Kotlin]", "names: [Kotlin, scala]"), "'scala' is a name of tool 'scala' already") != NULL,
	       "a name of two tools");
	tap_ok(strstr(broken("post.yaml", "familiar:", "familar:"), "unknown key 'familar' in cues") != NULL, "a kind of cue that is none");
	tap_ok(strstr(broken("post.yaml", "least_percent: 15", "least_percent: [1"), "x/plan/post.yaml:") != NULL, "YAML that is none");
}

/* Files that were spoiled anywhere: read or refused with a place, never worse. */
static void spoiled_rules(void)
{
	static const char *const files[] = {"plan.yaml", "topics.yaml", "reading.yaml", "tools.yaml", "post.yaml"};
	const char *dir = arena_printf(&arena, "%s/y/plan", tap_dir());
	int refused = 0, wrong = 0;
	struct err err = {0};
	struct rng r;

	rng_init(&r, 99);
	fs_mkdirs(dir, 0700, &err);
	for (int i = 0; i < 300; i++) {
		size_t which = (size_t)i % 5;
		const struct plan_rules *out = NULL;
		struct plan_issues issues;
		struct arena a;

		for (size_t f = 0; f < 5; f++) {
			struct buf b;

			buf_init(&b, 1 << 20);
			fs_read(arena_printf(&arena, "content/amazon-de/plan/%s", files[f]), 1 << 20, &b, &err);
			for (uint32_t k = rng_below(&r, 4); f == which && k-- > 0;)
				b.p[rng_below(&r, (uint32_t)b.n)] = "\n -:[]{}x0\"\xFF,"[rng_below(&r, 14)];
			if (f == which && rng_percent(&r, 20))
				b.n = rng_below(&r, (uint32_t)b.n);
			fs_write(arena_printf(&arena, "%s/%s", dir, files[f]), (struct str){b.p, b.n}, 0600, &err);
			buf_release(&b);
		}
		arena_init(&a, 16 << 20);
		err.code = ERR_OK;
		if (plan_rules_load(&a, tap_dir(), "y", NULL, &out, &issues, &err)) {
			refused++;
			wrong += err.code != ERR_CONTENT || issues.n == 0 || strncmp(issues.p[0], "y/plan/", 7) != 0;
		} else {
			struct plan_post p;

			plan_post_read(out, str_of("Requirements: SQL, Python or Iceberg"), PLAN_L5, &a, &p);
		}
		arena_release(&a);
	}
	tap_ok(refused > 50, "%d of 300 spoiled rules are refused", refused);
	tap_is_int(wrong, 0, "each with its file");
}

int main(void)
{
	struct plan_issues issues = {NULL, 0};
	struct bank *bank = NULL;
	struct err err = {0};

	arena_init(&arena, 512 << 20);
	if (bank_open(&bank, "content", "amazon-de", &err) || plan_rules_load(&arena, "content", "amazon-de", bank, &rules, &issues, &err))
		tap_show("error", err.text);
	for (size_t i = 0; i < issues.n; i++)
		tap_show("issue", issues.p[i]);
	if (!tap_ok(rules != NULL && issues.n == 0, "the rules of the pack are sound, and name only patterns that exist"))
		return tap_done();
	needs();
	amazon_like();
	odd_posts();
	random_posts();
	broken_rules();
	spoiled_rules();
	bank_free(bank);
	arena_release(&arena);
	return tap_done();
}
