/* Every route: method, path, handler, what it is for, what it takes and what it gives. */
#include "web/web_int.h"

/* Pieces of JSON Schema. Members that are named are required; others are allowed in replies and refused in bodies. */
#define T(name, type) "\"" name "\":{\"type\":\"" type "\"}"
#define OR_NULL(name, type) "\"" name "\":{\"type\":[\"" type "\",\"null\"]}"
#define LIST(name, of) "\"" name "\":{\"type\":\"array\",\"items\":" of "}"
#define OBJECT(properties, required) "{\"type\":\"object\",\"properties\":{" properties "},\"required\":[" required "]}"
#define BODY(properties, required) \
	"{\"type\":\"object\",\"properties\":{" properties "},\"required\":[" required "],\"additionalProperties\":false}"
#define TEXT "{\"type\":\"string\"}"
#define ANY "{}"

#define POST_MAX_BYTES (4u << 20)  /* a job post: what the plan does not read of it is cut, and that is said */
#define QUERY "\"query\":{\"type\":\"string\",\"maxLength\":262144}"
#define JOB OBJECT(T("job", "integer"), "\"job\"")
#define EMPTY "{\"type\":\"object\"}"
#define NO_BODY "{\"type\":\"object\",\"additionalProperties\":false}"

#define ATTEMPT_MEMBERS                                                                                                              \
	T("id", "integer") "," T("slug", "string") "," T("variant", "string") "," T("title", "string") "," T("pattern", "string") "," \
	T("mode", "string") "," T("started_ms", "integer") "," T("limit_ms", "integer") "," T("elapsed_ms", "integer") ","            \
	T("no_run", "boolean") "," T("seen", "boolean") ","                                                                           \
	"\"outcome\":{\"enum\":[\"open\",\"passed\",\"failed\",\"left\"]}," T("cold", "boolean") "," T("runs", "integer") ","         \
	T("hints", "integer") "," T("completions", "integer") "," T("submissions", "integer") "," T("refuted", "integer") ","         \
	OR_NULL("verdict", "string") "," OR_NULL("mistake", "object")
#define ATTEMPT_NAMES "\"id\",\"slug\",\"variant\",\"title\",\"pattern\",\"mode\",\"started_ms\",\"limit_ms\",\"elapsed_ms\",\"no_run\",\"seen\"," \
	"\"outcome\",\"cold\",\"runs\",\"hints\",\"completions\",\"submissions\",\"refuted\",\"verdict\",\"mistake\""
#define ATTEMPT OBJECT(ATTEMPT_MEMBERS, ATTEMPT_NAMES)
#define ATTEMPT_FULL                                                                                                                \
	OBJECT(ATTEMPT_MEMBERS "," T("running", "boolean") "," T("cold_possible", "boolean") "," OR_NULL("cold_why", "string") ","    \
	       OR_NULL("left_ms", "integer") "," OR_NULL("draft", "object") "," T("hint_step", "integer") ","                        \
	       T("answers_shown", "boolean") "," LIST("jobs", "{\"type\":\"integer\"}") "," LIST("events", EVENT),                   \
	       ATTEMPT_NAMES ",\"running\",\"cold_possible\",\"cold_why\",\"left_ms\",\"draft\",\"hint_step\",\"answers_shown\",\"jobs\",\"events\"")
#define EVENT                                                                                                                       \
	OBJECT(T("id", "integer") "," T("kind", "string") "," T("at_ms", "integer") "," T("elapsed_ms", "integer") ","                \
	       OR_NULL("step", "integer") "," OR_NULL("query", "string") "," OR_NULL("submission", "integer") ","                    \
	       OR_NULL("result", "object"), "\"id\",\"kind\",\"at_ms\",\"elapsed_ms\",\"step\",\"query\",\"submission\",\"result\"")
#define NAMED OBJECT(T("id", "string") "," T("name", "string"), "\"id\",\"name\"")
#define SETTINGS_MEMBERS                                                                                                            \
	OR_NULL("interview_at", "string") ",\"time_zone\":{\"type\":[\"string\",\"null\"],\"maxLength\":64}," \
	"\"kind\":{\"enum\":[\"phone\",\"loop\",\"both\"]},\"level\":{\"enum\":[\"L4\",\"L5\",\"L6+\"]},"                              \
	"\"hours\":{\"type\":\"array\",\"items\":{\"type\":\"number\",\"minimum\":0,\"maximum\":24},\"minItems\":7,\"maxItems\":7},"    \
	"\"theme\":{\"enum\":[\"system\",\"light\",\"dark\"]},\"lean\":{\"enum\":[\"unknown\",\"modelling\",\"pipelines\",\"analytics\"]},"    \
	OR_NULL("hours_on", "object") "," OR_NULL("day_starts", "string") "," OR_NULL("post", "string")
#define SETTINGS_NAMES "\"interview_at\",\"time_zone\",\"kind\",\"level\",\"hours\",\"theme\",\"lean\",\"hours_on\",\"day_starts\""
#define SETTINGS OBJECT(SETTINGS_MEMBERS, SETTINGS_NAMES)

#define BLOCK_MEMBERS                                                                                                               \
	T("id", "string") "," T("kind", "string") "," T("topic", "string") "," OR_NULL("subject", "string") "," T("what", "string") ","       \
	T("why", "string") "," T("outside", "boolean") "," T("todo", "string") "," OR_NULL("command", "string") ","                           \
	OR_NULL("route", "string") "," T("date", "string") "," T("start_ms", "integer") "," T("start", "string") "," T("end", "string") ","   \
	T("minutes", "integer") "," T("phase", "integer") "," T("pinned", "boolean") "," T("ticked", "boolean")
#define BLOCK_NAMES                                                                                                                 \
	"\"id\",\"kind\",\"topic\",\"subject\",\"what\",\"why\",\"outside\",\"todo\",\"command\",\"route\",\"date\",\"start_ms\",\"start\"," \
	"\"end\",\"minutes\",\"phase\",\"pinned\",\"ticked\""
#define BLOCK OBJECT(BLOCK_MEMBERS, BLOCK_NAMES)
#define BLOCK_NOW OBJECT(BLOCK_MEMBERS "," T("day", "string"), BLOCK_NAMES ",\"day\"")
#define DAY                                                                                                                         \
	OBJECT(T("date", "string") "," T("words", "string") "," T("free_minutes", "integer") "," T("used_minutes", "integer") ","             \
	       T("over_minutes", "integer") "," T("past", "boolean") "," T("quiet", "boolean") "," OR_NULL("title", "string") "," OR_NULL("note", "string") ","         \
	       LIST("blocks", BLOCK), "\"date\",\"words\",\"free_minutes\",\"used_minutes\",\"over_minutes\",\"past\",\"quiet\",\"title\",\"note\",\"blocks\"")
#define TOOL                                                                                                                        \
	OBJECT(T("id", "string") "," T("name", "string") ",\"verdict\":{\"enum\":[\"must\",\"hour\",\"skip\"]}," T("need", "string") ","      \
	       T("text", "string") "," T("why", "string") "," OR_NULL("todo", "string"),                                                  \
	       "\"id\",\"name\",\"verdict\",\"need\",\"text\",\"why\",\"todo\"")
#define READ                                                                                                                        \
	OBJECT(T("bytes", "integer") "," T("cut", "boolean") "," T("empty", "boolean") "," T("foreign", "boolean") ","                        \
	       OR_NULL("language", "string") "," LIST("tools", TOOL) "," T("lean", "string"),                                             \
	       "\"bytes\",\"cut\",\"empty\",\"foreign\",\"language\",\"tools\",\"lean\"")
#define NOTE                                                                                                                        \
	OBJECT(T("id", "string") "," T("name", "string") "," T("why", "string") "," T("named", "boolean") "," OR_NULL("text", "string"),      \
	       "\"id\",\"name\",\"why\",\"named\",\"text\"")
#define MOVED                                                                                                                       \
	OBJECT("\"change\":{\"enum\":[\"moved\",\"added\",\"dropped\",\"resized\"]}," T("id", "string") "," T("what", "string") ","           \
	       OR_NULL("from_date", "string") "," OR_NULL("to_date", "string") "," T("why", "string"),                                    \
	       "\"change\",\"id\",\"what\",\"from_date\",\"to_date\",\"why\"")
#define PLAN                                                                                                                        \
	OBJECT(T("status", "string") "," T("now_ms", "integer") "," T("now", "string") "," OR_NULL("zone", "string") ","                      \
	       T("today", "string") "," OR_NULL("interview_ms", "integer") "," OR_NULL("interview_date", "string") ","                        \
	       OR_NULL("interview_at", "string") "," T("days_left", "integer") "," T("kind", "string") "," T("level", "string") ","           \
	       T("lean", "string") "," T("lean_from_post", "boolean") "," T("summary", "string") "," OR_NULL("stop", "object") ","        \
	       OR_NULL("decision", "string") ","                                                                                          \
	       LIST("notes", TEXT) "," LIST("warnings", TEXT) "," LIST("days", DAY) ",\"post\":" READ "," T("post_set", "boolean") ","        \
	       LIST("sinks", NOTE) "," LIST("stakes", NOTE) "," LIST("team", NOTE) "," LIST("moved", MOVED) ","                               \
	       OR_NULL("recruiter", "string") "," OR_NULL("next", "string") "," OR_NULL("undo", "string") "," OR_NULL("undone", "string"),    \
	       "\"status\",\"now_ms\",\"now\",\"zone\",\"today\",\"interview_ms\",\"interview_date\",\"interview_at\",\"days_left\",\"kind\","      \
	       "\"level\",\"lean\",\"lean_from_post\",\"summary\",\"stop\",\"decision\",\"notes\",\"warnings\",\"days\",\"post\",\"post_set\",\"sinks\","    \
	       "\"stakes\",\"team\",\"moved\",\"recruiter\",\"next\",\"undo\"")
/* What is to be done now: {say:"done"|"eve"|"stop", title, text}, null while that is the block alone. */
#define GUIDE OR_NULL("guide", "object")
#define BLOCK_ID "\"id\":{\"type\":\"string\",\"maxLength\":200}"
#define PAGE_NAME "\"page\":{\"type\":\"string\",\"maxLength\":64}"
#define POST OBJECT(T("text", "string") "," T("level", "string") "," T("cut", "boolean") ",\"read\":" READ, "\"text\",\"level\",\"read\"")
#define READY_LINE                                                                                                                  \
	OBJECT(T("id", "string") "," T("name", "string") ",\"state\":{\"enum\":[\"passed\",\"shaky\",\"not tried\"]}," T("rule", "string") "," \
	       T("formula", "string") "," T("why", "string") "," T("successes", "integer") "," T("attempts", "integer") ","                  \
	       OR_NULL("interval", "array") "," OR_NULL("stale_ms", "integer") "," LIST("behind", BEHIND) ","                                 \
	       LIST("uncounted", UNCOUNTED) "," OR_NULL("left", "string") "," T("tonight", "object"),                                      \
	       "\"id\",\"name\",\"state\",\"rule\",\"formula\",\"why\",\"successes\",\"attempts\",\"interval\",\"stale_ms\",\"behind\",\"uncounted\"," \
	       "\"left\",\"tonight\"")
#define UNCOUNTED                                                                                                                   \
	OBJECT(OR_NULL("at_ms", "integer") "," T("what", "string") "," T("ref", "string") "," T("note", "string") "," OR_NULL("link", "string"), \
	       "\"at_ms\",\"what\",\"ref\",\"note\",\"link\"")
#define BEHIND                                                                                                                      \
	OBJECT(OR_NULL("at_ms", "integer") "," T("success", "boolean") "," T("what", "string") "," T("ref", "string") "," T("note", "string") \
	       "," OR_NULL("link", "string"), "\"at_ms\",\"success\",\"what\",\"ref\",\"note\",\"link\"")
#define GATE                                                                                                                        \
	OBJECT(T("id", "string") "," T("name", "string") "," T("checklist", "boolean") "," T("holds", "boolean") "," LIST("lines", READY_LINE), \
	       "\"id\",\"name\",\"checklist\",\"holds\",\"lines\"")
#define TONIGHT                                                                                                                     \
	OBJECT(T("line", "string") "," T("kind", "string") "," T("minutes", "integer") "," T("command", "string") "," OR_NULL("route", "string") \
	       "," T("what", "string"), "\"line\",\"kind\",\"minutes\",\"command\",\"route\",\"what\"")

/* Stories: a memory, a drill. */
#define DRAFT_MEMBERS \
	"\"text\":{\"type\":\"string\"},\"page\":{\"type\":\"string\",\"maxLength\":64},\"seen\":{\"type\":[\"string\",\"null\"],\"maxLength\":64}"
#define DRAFT_KEPT OBJECT(OR_NULL("rev", "string") "," OR_NULL("other", "object"), "\"rev\",\"other\"")
#define TURN "\"stage\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":1},\"turn\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":100}"
#define ELAPSED "\"elapsed_ms\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":86400000}"
#define MEMORY                                                                                                                      \
	OBJECT(T("id", "integer") "," T("title", "string") "," T("aside", "boolean") "," T("answered", "integer") ","               \
	       LIST("answers", OBJECT(T("part", "string") "," T("ask", "string") "," T("help", "string") "," T("text", "string") "," \
				      T("edits", "integer") "," OR_NULL("draft", "object"),                                         \
				      "\"part\",\"ask\",\"help\",\"text\",\"edits\",\"draft\"")) ","                                 \
	       T("evaluable", "boolean") "," T("cut", "boolean") "," LIST("principles", NAMED) "," LIST("kinds", NAMED) ","         \
	       LIST("lenses", ANY) "," LIST("templates", ANY) "," LIST("tellings", ANY) "," LIST("drift", ANY) ","                  \
	       LIST("history", ANY) "," T("replaced", "integer"),                                                                   \
	       "\"id\",\"title\",\"aside\",\"answered\",\"answers\",\"evaluable\",\"cut\",\"principles\",\"kinds\",\"lenses\",\"templates\"," \
	       "\"tellings\",\"drift\",\"history\"")
#define DRILL_MEMBERS                                                                                                              \
	T("id", "integer") ",\"step\":{\"enum\":[\"tell\",\"reply\",\"over\"]}," T("stage", "integer") "," T("turn", "integer") ","  \
	T("question", "string") "," T("limit_ms", "integer") "," OR_NULL("left_ms", "integer") "," T("question_ms", "integer") "," T("started_ms", "integer") ","   \
	OR_NULL("draft", "object") "," T("told", "boolean")
#define DRILL_NAMES "\"id\",\"step\",\"stage\",\"turn\",\"question\",\"limit_ms\",\"left_ms\",\"question_ms\",\"started_ms\",\"draft\",\"told\""
/* A text of 256 KiB that is all escapes, or a draft of 1 MiB. */
#define STORY_BODY_BYTES (2u << 20)
#define DRILL OBJECT(DRILL_MEMBERS, DRILL_NAMES)
#define QUESTION                                                                                                                    \
	OBJECT(T("id", "integer") "," T("at_ms", "integer") ",\"state\":{\"enum\":[\"open\",\"answered\",\"passed\"]},"               \
	       "\"kind\":{\"enum\":[\"why\",\"predict\",\"what-if\"]}," T("text", "string") "," T("quote", "string") ","                \
	       T("position", "integer") "," T("length", "integer") "," T("again", "boolean") "," T("feature", "string") ","                  \
	       OR_NULL("query", "string") "," OR_NULL("submission", "integer") "," OR_NULL("task", "object") ","                             \
	       LIST("answers", OBJECT(T("id", "integer") "," T("at_ms", "integer") "," T("text", "string") "," T("elapsed_ms", "integer"),    \
				      "\"id\",\"at_ms\",\"text\",\"elapsed_ms\"")) ","                                                         \
	       OR_NULL("checked", "object") "," OR_NULL("after", "object") "," OR_NULL("draft", "object"),                                   \
	       "\"id\",\"at_ms\",\"state\",\"kind\",\"text\",\"quote\",\"position\",\"length\",\"again\",\"feature\",\"query\",\"submission\","    \
	       "\"task\",\"answers\",\"checked\",\"after\",\"draft\"")

#define CLOCK "\"clock_ms\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":604800000}"
#define SEQ "\"seq\":{\"type\":\"integer\",\"minimum\":0}"
#define FROM "\"page\":{\"type\":\"string\",\"maxLength\":64}"
#define ROOM_BYTES (1u << 20)      /* of what is said or typed, as JSON; the round itself takes less */
#define ROOM_TURN \
	OBJECT(T("part", "integer") "," "\"who\":{\"enum\":[\"interviewer\",\"candidate\"]}," T("kind", "string") "," T("text", "string") "," \
	       T("clock_ms", "integer"), "\"part\",\"who\",\"kind\",\"text\",\"clock_ms\"")
#define ROOM                                                                                                                        \
	"{\"type\":[\"object\",\"null\"],\"properties\":{" T("id", "integer") "," T("round", "string") "," T("title", "string") "," T("over", "boolean") "," \
	T("seq", "integer") "," T("part", "integer") "," T("part_count", "integer") "," T("part_name", "string") "," T("part_round", "string") "," \
	"\"kind\":{\"enum\":[\"sql\",\"story\",\"design\",\"break\"]},\"expects\":{\"enum\":[\"text\",\"query\",\"start\",\"nothing\"]},"       \
	T("asks", "string") "," T("silent", "boolean") "," OR_NULL("subject", "string") "," T("clock_ms", "integer") "," T("limit_ms", "integer") "," \
	T("part_begun_ms", "integer") "," T("part_limit_ms", "integer") "," T("press_at_ms", "integer") "," T("typed", "string") "," T("pad", "string") "," \
	LIST("turns", ROOM_TURN) "},\"required\":[\"id\",\"round\",\"title\",\"over\",\"seq\",\"part\",\"part_count\",\"part_name\",\"part_round\",\"kind\"," \
	"\"expects\",\"asks\",\"silent\",\"subject\",\"clock_ms\",\"limit_ms\",\"part_begun_ms\",\"part_limit_ms\",\"press_at_ms\",\"typed\",\"pad\",\"turns\"]}"
#define ROOM_OR_OVER OBJECT(T("over", "boolean") ",\"room\":" ROOM, "\"over\",\"room\"")
#define ROOM_MOVED                                                                                                                  \
	OBJECT(T("over", "boolean") "," T("taken", "boolean") "," T("wording", "boolean") "," T("seq", "integer") "," T("clock_ms", "integer") ",\"room\":" ROOM,   \
	       "\"over\",\"taken\",\"wording\",\"seq\",\"clock_ms\",\"room\"")
#define ROUND                                                                                                                       \
	OBJECT(T("id", "string") "," T("title", "string") "," T("about", "string") "," T("minutes", "integer") "," T("least", "integer") "," \
	       T("most", "integer") "," T("day", "boolean"), "\"id\",\"title\",\"about\",\"minutes\",\"least\",\"most\",\"day\"")
#define DEBRIEF_PART                                                                                                                \
	OBJECT(T("round", "string") "," T("name", "string") "," T("kind", "string") "," T("how", "string") "," T("question", "string") "," \
	       T("used_ms", "integer") "," T("limit_ms", "integer"), "\"round\",\"name\",\"kind\",\"how\",\"question\",\"used_ms\",\"limit_ms\"")
#define DEBRIEF                                                                                                                     \
	OBJECT(T("id", "integer") "," T("round", "string") "," T("title", "string") "," T("at", "string") "," T("how", "string") ","      \
	       T("used_ms", "integer") "," T("limit_ms", "integer") "," T("pad", "string") "," LIST("parts", DEBRIEF_PART) ","            \
	       LIST("costs", OBJECT(T("what", "string") "," T("quote", "string") "," T("part", "string") "," T("block", "object"),       \
				    "\"what\",\"quote\",\"part\",\"block\"")) "," T("not_judged", "integer") "," OR_NULL("job", "integer"),   \
	       "\"id\",\"round\",\"title\",\"at\",\"how\",\"used_ms\",\"limit_ms\",\"pad\",\"parts\",\"costs\",\"not_judged\",\"job\"")

#define PAGE(where) {HTTP_GET, where, web_page, "A page", NULL, NULL, 0, false, NULL}

const struct http_route web_routes[] = {
	PAGE("/"), PAGE("/plan"), PAGE("/drills"), PAGE("/drill/{slug}/{variant}"), PAGE("/attempt/{id}"), PAGE("/ready"), PAGE("/compare"), PAGE("/history"),
	PAGE("/stories"), PAGE("/story/{id}"), PAGE("/stories/drill"), PAGE("/stories/drill/{id}"), PAGE("/stories/debrief/{id}"),
	PAGE("/settings"), PAGE("/routes"), PAGE("/api"), PAGE("/mock"), PAGE("/mock/{id}"), PAGE("/mock/{id}/debrief"),
	{HTTP_GET, "/assets/{name}", web_asset, "A file of the pages; its name holds a hash of its content", NULL, NULL, 0, false, NULL},

	{HTTP_GET, "/api/status", web_status, "What runs here", NULL,
	 OBJECT(T("version", "string") "," T("boot", "string") "," T("now_ms", "integer") "," T("uptime_ms", "integer") ","
		T("pages", "integer") "," T("connections", "integer") "," T("jobs", "object") "," T("beside", "object") "," T("record", "string") "," OR_NULL("duckdb", "string"),
		"\"version\",\"boot\",\"now_ms\",\"uptime_ms\",\"pages\",\"connections\",\"jobs\",\"beside\",\"record\",\"duckdb\""), 0, false, NULL},
	{HTTP_GET, "/api/openapi.json", web_openapi, "Every route, as OpenAPI 3.1", NULL, EMPTY, 0, false, NULL},
	{HTTP_GET, "/api/today", web_today, "Where I stand, the next thing, what was done today", NULL,
	 OBJECT(T("now_ms", "integer") "," T("today", "string") "," OR_NULL("interview", "object") ",\"settings\":" SETTINGS "," OR_NULL("next", "object") "," OR_NULL("block", "object") "," OR_NULL("plan", "object") "," GUIDE ","
		OR_NULL("story_drill", "integer") "," LIST("done", ATTEMPT) "," T("totals", "object") "," LIST("week", ANY),
		"\"now_ms\",\"today\",\"interview\",\"settings\",\"next\",\"block\",\"plan\",\"guide\",\"story_drill\",\"done\",\"totals\",\"week\""), 0, false, NULL},
	{HTTP_GET, "/api/plan", web_plan, "The plan of now: days, blocks, what moved and why, what to skip", NULL, PLAN, 0, false, NULL},
	{HTTP_POST, "/api/plan/tick", web_plan_tick, "A block is done, or is not", BODY(BLOCK_ID "," T("ticked", "boolean") "," PAGE_NAME, "\"id\",\"ticked\""), PLAN, 0, false, NULL},
	{HTTP_POST, "/api/plan/pin", web_plan_pin, "A block stays where it is or goes to a time of the plan's zone, 2026-11-28T18:30; or is free again",
	 BODY(BLOCK_ID "," T("pinned", "boolean") "," T("at", "string") "," PAGE_NAME, "\"id\",\"pinned\""), PLAN, 0, false, NULL},
	{HTTP_POST, "/api/plan/undo", web_plan_undo, "Take the last mark back; undone is its block", BODY(PAGE_NAME, ""), PLAN, 0, false, NULL},
	{HTTP_POST, "/api/plan/start", web_plan_start, "Where a block starts now: a drill that was not seen, a page, or what to do outside", BODY(BLOCK_ID, "\"id\""), BLOCK_NOW, 0,
	 false, NULL},
	{HTTP_GET, "/api/plan/post", web_plan_post, "The job post and what it asks for", NULL, POST, 0, false, NULL},
	{HTTP_POST, "/api/plan/post", web_plan_post_set, "Keep a job post, or none, and read it", BODY(T("text", "string") "," PAGE_NAME, "\"text\""), POST, POST_MAX_BYTES, false, NULL},
	{HTTP_GET, "/api/plan.ics", web_plan_ics, "The plan as a calendar", NULL, NULL, 0, false, NULL},
	{HTTP_GET, "/api/plan.md", web_plan_md, "The plan as Markdown", NULL, NULL, 0, false, NULL},
	{HTTP_GET, "/api/plan.txt", web_plan_page, "The plan on one page of plain text", NULL, NULL, 0, false, NULL},
	{HTTP_GET, "/api/ready", web_ready, "The gates: each line passed, shaky or not tried, with the attempts behind it", NULL,
	 OBJECT(T("now_ms", "integer") "," T("confidence", "number") "," LIST("gates", GATE) "," T("holds", "boolean") "," OR_NULL("stop", "string") ","
		LIST("tonight", TONIGHT) "," GUIDE "," OR_NULL("block", "object"),
		"\"now_ms\",\"confidence\",\"gates\",\"holds\",\"stop\",\"tonight\",\"guide\",\"block\""), 0, false, NULL},
	{HTTP_GET, "/api/drills", web_drills, "Every exercise and how it went", NULL,
	 OBJECT(LIST("patterns", NAMED) "," T("mistakes", "object") "," LIST("exercises", OBJECT(T("slug", "string") "," T("broken", "boolean"), "\"slug\",\"broken\"")),
		"\"patterns\",\"mistakes\",\"exercises\""), 0, false, NULL},
	{HTTP_GET, "/api/history", web_history, "Attempts over time, patterns, mistakes", NULL,
	 OBJECT(LIST("points", ANY) "," LIST("patterns", NAMED) "," LIST("mistakes", NAMED), "\"points\",\"patterns\",\"mistakes\""), 0, false, NULL},

	{HTTP_GET, "/api/exercises/{slug}/{variant}", web_exercise, "An exercise in one business", NULL,
	 OBJECT(T("slug", "string") "," T("variant", "string") "," T("title", "string") "," LIST("patterns", NAMED) "," T("round", "string") ","
		T("minutes", "integer") "," T("prompt", "string") "," T("schema", "string") "," LIST("tables", ANY) ","
		LIST("contract", OBJECT(T("name", "string") "," T("text", "string"), "\"name\",\"text\"")) "," LIST("order_by", TEXT) ","
		T("ties", "string") "," T("names_count", "boolean") "," T("tolerance", "number") "," T("seen", "boolean") ","
		OR_NULL("draft", "object") "," OR_NULL("open_attempt", "integer"),
		"\"slug\",\"variant\",\"title\",\"patterns\",\"round\",\"minutes\",\"prompt\",\"schema\",\"tables\",\"contract\",\"order_by\","
		"\"ties\",\"names_count\",\"tolerance\",\"seen\",\"draft\",\"open_attempt\""), 0, false, NULL},
	{HTTP_POST, "/api/exercises/{slug}/{variant}/sample", web_sample, "The sample's tables, as a job; costs nothing", NO_BODY, JOB, 0, false, NULL},

	{HTTP_POST, "/api/attempts", web_attempt_new, "Begin an attempt, or take up the one of this variant that runs",
	 BODY(T("exercise", "string") "," T("variant", "string") ",\"limit_ms\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":86400000},"
	      T("no_run", "boolean"), "\"exercise\",\"variant\""), ATTEMPT_FULL, 0, false, NULL},
	{HTTP_GET, "/api/attempts", web_attempts, "Attempts, newest first: of one exercise, at most so many, with smaller ids", NULL,
	 OBJECT(LIST("attempts", ATTEMPT) "," T("more", "boolean"), "\"attempts\",\"more\""), 0, false, "exercise limit before"},
	{HTTP_GET, "/api/attempts/{id}", web_attempt, "An attempt with everything that happened in it", NULL, ATTEMPT_FULL, 0, false, NULL},
	{HTTP_POST, "/api/attempts/{id}/draft", web_draft, "Keep what is being typed",
	 BODY("\"text\":{\"type\":\"string\"},\"page\":{\"type\":\"string\",\"maxLength\":64}", "\"text\""),
	 OBJECT(T("at_ms", "integer"), "\"at_ms\""), STORE_DRAFT_MAX_BYTES, false, NULL},
	{HTTP_POST, "/api/attempts/{id}/run", web_run, "Run on the sample, as a job; costs the cold mark", BODY(QUERY, "\"query\""), JOB, 0, false, NULL},
	{HTTP_POST, "/api/attempts/{id}/submit", web_submit, "Submit, as a job; recorded before it is judged", BODY(QUERY, "\"query\""),
	 OBJECT(T("job", "integer") "," T("submission", "integer"), "\"job\",\"submission\""), 0, false, NULL},
	{HTTP_POST, "/api/attempts/{id}/hint", web_hint, "The next hint, as a job; costs the cold mark",
	 BODY("\"step\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":4}," QUERY, "\"step\",\"query\""), JOB, 0, false, NULL},
	{HTTP_POST, "/api/attempts/{id}/completed", web_completed, "The editor completed a word; costs the cold mark", NO_BODY, EMPTY, 0, false, NULL},
	{HTTP_POST, "/api/attempts/{id}/answers", web_answers, "The other right answers; recorded as shown", NO_BODY,
	 OBJECT(LIST("answers", OBJECT(T("name", "string") "," OR_NULL("note", "string") "," T("sql", "string"), "\"name\",\"note\",\"sql\""))
		"," T("spoils_until_ms", "integer"), "\"answers\",\"spoils_until_ms\""), 0, false, NULL},
	{HTTP_POST, "/api/attempts/{id}/end", web_end, "End an attempt", NO_BODY, ATTEMPT_FULL, 0, false, NULL},

	{HTTP_GET, "/api/stories", web_stories, "Memories, drills, how many are enough, what is next", NULL,
	 OBJECT(LIST("parts", OBJECT(T("id", "string") "," T("ask", "string") "," T("help", "string"), "\"id\",\"ask\",\"help\"")) ","
		LIST("memories", OBJECT(T("id", "integer") "," T("title", "string") "," T("aside", "boolean") "," T("answered", "integer") ","
					T("told", "integer"), "\"id\",\"title\",\"aside\",\"answered\",\"told\"")) ","
		T("enough", "object") "," LIST("drills", OBJECT(T("id", "integer") "," T("ended", "boolean") "," T("told", "integer") ","
		OR_NULL("state", "string"), "\"id\",\"ended\",\"told\",\"state\"")) "," OR_NULL("open_drill", "integer") "," T("next", "object") ","
		T("now_ms", "integer"),
		"\"parts\",\"memories\",\"enough\",\"drills\",\"open_drill\",\"next\",\"now_ms\""), 0, false, NULL},
	{HTTP_POST, "/api/stories", web_story_begin, "Begin a memory, or take up the one in which nothing stands yet", NO_BODY,
	 OBJECT(T("id", "integer"), "\"id\""), 0, false, NULL},
	{HTTP_GET, "/api/stories/matrix", web_story_matrix, "Memories against principles and kinds", NULL,
	 OBJECT(LIST("memories", ANY) "," LIST("principles", NAMED) "," LIST("kinds", NAMED), "\"memories\",\"principles\",\"kinds\""), 0, false, NULL},
	{HTTP_GET, "/api/stories/export.md", web_story_export, "Memories, lenses and tellings, for people", NULL, NULL, 0, false, NULL},
	{HTTP_POST, "/api/stories/drills", web_drill_begin, "Begin a drill, or take up the one that is open",
	 BODY("\"story\":{\"type\":\"integer\",\"minimum\":1},\"principle\":{\"type\":\"string\",\"maxLength\":60},"
	      "\"minutes\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":120}", ""), DRILL, 0, false, NULL},
	{HTTP_GET, "/api/stories/drills/{id}", web_drill, "What the interviewer says now; no principle is named", NULL, DRILL, 0, false, NULL},
	{HTTP_POST, "/api/stories/drills/{id}/say", web_drill_say, "Tell, or answer; recorded before it is looked at",
	 BODY("\"text\":{\"type\":\"string\"}," FROM "," ELAPSED "," TURN, "\"text\",\"stage\",\"turn\""),
	 OBJECT(DRILL_MEMBERS "," T("empty", "boolean") "," OR_NULL("not_evaluable", "string") "," T("replaced", "integer") "," T("wording", "boolean"),
		DRILL_NAMES ",\"empty\",\"not_evaluable\",\"replaced\",\"wording\""), STORY_BODY_BYTES, false, NULL},
	{HTTP_POST, "/api/stories/drills/{id}/wording", web_drill_wording, "Has a model worded the question that stands? Look again while it waits",
	 BODY(TURN, "\"stage\",\"turn\""), OBJECT(T("waits", "boolean") "," T("question", "string"), "\"waits\",\"question\""), 0, false, NULL},
	{HTTP_POST, "/api/stories/drills/{id}/draft", web_drill_draft, "Keep what is being typed", BODY(DRAFT_MEMBERS "," ELAPSED "," TURN, "\"text\",\"stage\",\"turn\""),
	 OBJECT(OR_NULL("rev", "string") "," OR_NULL("other", "object") "," T("moved", "boolean"), "\"rev\",\"other\",\"moved\""), STORY_BODY_BYTES, false, NULL},
	{HTTP_POST, "/api/stories/drills/{id}/end", web_drill_end, "End a drill; it is judged as far as it went", BODY(ELAPSED, ""), DRILL, 0, false, NULL},
	{HTTP_GET, "/api/stories/drills/{id}/debrief", web_drill_debrief, "What a drill showed, once it is over", NULL,
	 OBJECT(T("id", "integer") "," T("started_ms", "integer") "," T("state", "string") "," T("title", "string") "," OR_NULL("story", "integer") ","
		LIST("stages", OBJECT(T("name", "string") "," T("question", "string") "," T("telling", "string") "," LIST("probes", ANY),
				      "\"name\",\"question\",\"telling\",\"probes\"")) "," LIST("drift", ANY) "," T("change", "object"),
		"\"id\",\"started_ms\",\"state\",\"title\",\"story\",\"stages\",\"drift\",\"change\""), 0, false, NULL},
	{HTTP_GET, "/api/stories/{id}", web_story, "A memory, what it carries, how it was told, what stood there before", NULL, MEMORY, 0, false, NULL},
	{HTTP_POST, "/api/stories/{id}/answers/{part}", web_story_answer, "Record the answer to a question; an empty one takes it away",
	 BODY("\"text\":{\"type\":\"string\"},\"page\":{\"type\":\"string\",\"maxLength\":64}", "\"text\""), MEMORY, STORY_BODY_BYTES, false, NULL},
	{HTTP_POST, "/api/stories/{id}/drafts/{part}", web_story_draft, "Keep what is being typed", BODY(DRAFT_MEMBERS, "\"text\""), DRAFT_KEPT, STORY_BODY_BYTES, false, NULL},
	{HTTP_POST, "/api/stories/{id}/aside", web_story_aside, "Put a memory away, or bring it back",
	 BODY(T("aside", "boolean"), "\"aside\""), EMPTY, 0, false, NULL},
	{HTTP_GET, "/api/attempts/{id}/questions", web_questions, "What was asked about the queries of an attempt, and what came of it", NULL,
	 OBJECT(LIST("questions", QUESTION), "\"questions\""), 0, false, NULL},
	{HTTP_POST, "/api/attempts/{id}/questions", web_question_new, "A question about the last submission, as a job; the open one if there is one",
	 BODY("\"kind\":{\"enum\":[\"why\",\"predict\",\"what-if\"]}", ""), JOB, 0, false, NULL},
	{HTTP_POST, "/api/questions/{id}/draft", web_question_draft, "Keep what is being typed as an answer",
	 BODY("\"text\":{\"type\":\"string\"},\"page\":{\"type\":\"string\",\"maxLength\":64}", "\"text\""),
	 OBJECT(T("at_ms", "integer"), "\"at_ms\""), STORE_DRAFT_MAX_BYTES, false, NULL},
	{HTTP_POST, "/api/questions/{id}/answer", web_question_answer, "Answer a question, as a job; recorded before it is looked at",
	 BODY("\"text\":{\"type\":\"string\",\"maxLength\":262144},\"elapsed_ms\":{\"type\":\"integer\",\"minimum\":0}", "\"text\""),
	 OBJECT(T("job", "integer") "," T("answered", "integer"), "\"job\",\"answered\""), 1u << 20, false, NULL},
	{HTTP_POST, "/api/questions/{id}/pass", web_question_pass, "No answer to this one", NO_BODY, EMPTY, 0, false, NULL},

	{HTTP_POST, "/api/refute", web_refute, "Do two queries differ? As a job",
	 BODY(T("schema", "string") "," T("left", "string") "," T("right", "string") "," T("ordered", "boolean") "," T("no_nulls", "boolean")
	      "," T("no_empty", "boolean") "," T("small", "boolean") "," T("seed", "integer") ",\"dialect\":{\"enum\":[\"redshift\",\"duckdb\"]}",
	      "\"schema\",\"left\",\"right\""), JOB, 1u << 20, false, NULL},
	{HTTP_GET, "/api/jobs/{id}", web_job, "A question to the judge and what it has said", NULL,
	 OBJECT(T("job", "integer") "," T("kind", "string") "," T("state", "string") "," OR_NULL("attempt", "integer") ","
		LIST("messages", ANY) "," OR_NULL("error", "object"), "\"job\",\"kind\",\"state\",\"attempt\",\"messages\",\"error\""), 0, false, NULL},
	{HTTP_POST, "/api/jobs/{id}/stop", web_job_stop, "End a question to the judge", NO_BODY, EMPTY, 0, false, NULL},

	{HTTP_GET, "/api/mocks", web_mocks, "Rounds and scenarios that can be begun, the round that is open, every round so far", NULL,
	 OBJECT(LIST("rounds", ROUND) "," LIST("scenarios", OBJECT(T("id", "string") "," T("title", "string") "," T("kind", "string"),
								   "\"id\",\"title\",\"kind\"")) "," OR_NULL("open", "integer") ","
		LIST("mocks", OBJECT(T("id", "integer") "," T("round", "string") "," T("title", "string") "," T("at_ms", "integer") ","
				     T("over", "boolean") "," T("clock_ms", "integer") "," T("minutes", "integer"),
				     "\"id\",\"round\",\"title\",\"at_ms\",\"over\",\"clock_ms\",\"minutes\"")),
		"\"rounds\",\"scenarios\",\"open\",\"mocks\""), 0, false, NULL},
	{HTTP_POST, "/api/mocks", web_mock_begin, "Begin a round; one is open at a time",
	 BODY("\"round\":{\"type\":\"string\",\"maxLength\":64},\"scenario\":{\"type\":\"string\",\"maxLength\":64},"
	      "\"minutes\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":1440},\"seed\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":1000000000}",
	      "\"round\""), ROOM_OR_OVER, 0, false, NULL},
	{HTTP_GET, "/api/mocks/{id}", web_mock_room, "The room of a round; nothing that a debrief tells", NULL, ROOM_OR_OVER, 0, false, NULL},
	{HTTP_POST, "/api/mocks/{id}/say", web_mock_say, "Say an answer or a query, skip the question, or write a line on the scratch pad",
	 BODY("\"kind\":{\"enum\":[\"text\",\"skip\",\"pad\"]}," T("text", "string") "," CLOCK "," SEQ "," FROM, "\"kind\",\"text\",\"clock_ms\",\"seq\""),
	 ROOM_MOVED, ROOM_BYTES, false, NULL},
	{HTTP_POST, "/api/mocks/{id}/tick", web_mock_tick, "The clock goes on: keep it and what is typed; the interviewer may cut in",
	 BODY(T("typed", "string") "," CLOCK "," SEQ "," FROM, "\"clock_ms\",\"seq\""), ROOM_MOVED, ROOM_BYTES, false, NULL},
	{HTTP_POST, "/api/mocks/{id}/wording", web_mock_wording, "Has a model worded the question that stands? Look again while it waits",
	 BODY(SEQ, "\"seq\""), OBJECT(T("waits", "boolean") "," T("over", "boolean") ",\"room\":" ROOM, "\"waits\",\"over\",\"room\""), 0, false, NULL},
	{HTTP_POST, "/api/mocks/{id}/leave", web_mock_leave, "End a round here", BODY(CLOCK, "\"clock_ms\""), ROOM_MOVED, 0, false, NULL},
	{HTTP_POST, "/api/mocks/{id}/judge", web_mock_judge, "Judge the queries of a round that have no verdict, as a job", NO_BODY, JOB, 0, false, NULL},
	{HTTP_GET, "/api/mocks/{id}/debrief", web_mock_debrief, "What came of a round that is over", NULL, DEBRIEF, 0, false, NULL},
	{HTTP_GET, "/api/mocks/{id}/debrief.md", web_mock_debrief_md, "The same as Markdown", NULL, NULL, 0, false, NULL},

	{HTTP_GET, "/api/settings", web_settings_get, "What is set", NULL, SETTINGS, 0, false, NULL},
	{HTTP_POST, "/api/settings", web_settings_set, "Set some of it", BODY(SETTINGS_MEMBERS, ""), SETTINGS, POST_MAX_BYTES, false, NULL},
	{HTTP_GET, "/api/export.json", web_export_json, "Everything in the record, for programs", NULL, EMPTY, 0, false, NULL},
	{HTTP_GET, "/api/export.md", web_export_md, "Everything in the record, for people", NULL, NULL, 0, false, NULL},
	{HTTP_POST, "/api/delete", web_delete, "Delete the record and all that stands beside it",
	 BODY(T("confirm", "string"), "\"confirm\""), OBJECT(LIST("deleted", TEXT), "\"deleted\""), 0, false, NULL},
};
const size_t web_route_count = sizeof(web_routes) / sizeof(web_routes[0]);

/* A telling of 256 KiB takes up to a second to be looked through. */
const char *const web_beside[] = {"/api/stories", "/api/mocks", "/api/export", NULL};
