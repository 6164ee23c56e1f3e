/*
 * The page: JSON routes over the record, the bank and the judge, and the files of ui/ inside the program.
 *
 * Three kinds of threads. The HTTP thread answers requests from the record and the bank; one beside it those of stories, rounds and exports. WEB_JUDGES judging threads each own a
 * worker process and a connection to the record; a request that needs the judge becomes a job, is answered with 202
 * {"job":N}, and its messages go to every open page and stay readable at /api/jobs/N. A submission is in the record
 * before its job exists; a page is told each part of the verdict as it comes, and the whole is in the record before the job is done, so
 * a page that was closed finds it. A submission that the end of the program cut off is judged at the next start.
 *
 * To the judge's messages the server adds "when", the rest of "Wrong ..." ("when two customers tie in one month"; absent if nothing is known), and
 * mistake.name, wherever a verdict stands.
 *
 * Messages over /ws, one JSON object each:
 *   {"type":"hello","version":V,"boot":ID}                   when a page comes; another boot than before means that the server was started again
 *   {"type":"job","job":N,"state":"running"}                 its turn has come
 *   {"type":"job","job":N,"message":{...}}                   a reply of the judge (judge.h): verdict, small, large, rows, sample, refuted; hint texts
 *   {"type":"job","job":N,"state":"done"} or "state":"failed","error":{"code","text"} or "state":"stopped"
 *   {"type":"changed","what":"record"|"settings"|"draft","attempt":ID|absent,"from":PAGE|absent}      other pages should load again what they show
 * A page sends {"type":"stop","job":N} or {"type":"ping"} (answered with {"type":"pong"}).
 *
 * Pages, all the same file whose script reads the address: / /plan /drills /drill/{slug}/{variant} /attempt/{id} /stories /story/{id} /stories/drill
 * /stories/drill/{id} /stories/debrief/{id} /mock /mock/{id} /mock/{id}/debrief /ready /compare /history /settings /api (also as /routes). What they load
 * stands under /assets/.
 *
 * Routes (bodies and replies as schemas in routes.c; every ID is an integer, every *_ms a wall-clock time since 1970 in ms unless it says "elapsed"):
 *
 *   GET  /api/status                          {version, boot, now_ms, uptime_ms, pages, jobs:{running,waiting}, record:PATH, duckdb:V|null}
 *   GET  /api/openapi.json                    the OpenAPI document; the page /api shows it
 *   GET  /api/today                           {now_ms, today:"2026-11-24", settings:SETTINGS, interview:{at_ms,kind}|null, next:{slug,variant,title,pattern,round,minutes,why,open_attempt:ID|null}|null,
 *                                              done:[ATTEMPT...] of today, totals:{exercises,tried,passed,cold}, week:[{day:"2026-11-24",attempts,passed,cold}] of 7 days}
 *                                              block:BLOCK_NOW|null (the plan's next, once a date is set), plan:{status,summary}|null, guide:GUIDE|null (what is to be done now, when that is not the block alone), story_drill:ID|null (one that is open)
 *   GET  /api/plan                            PLAN: the plan of now. What is recorded by looking at it (plan.made) is no change that pages are told
 *   POST /api/plan/tick                       {id, ticked, page?} -> PLAN
 *   POST /api/plan/pin                        {id, pinned, at?:"2026-11-28T18:30" in the plan's zone, page?} -> PLAN; a block that is dragged is pinned
 *   POST /api/plan/undo                       {page?} -> PLAN + {undone:ID}
 *   POST /api/plan/start                      {id} -> BLOCK_NOW: route is where it starts now, a drill being one that was not seen; nothing is recorded
 *   GET  /api/plan/post                       {text, level, read:READ};  POST /api/plan/post {text, page?} -> the same + {cut}: keeps it (an empty one takes it away)
 *   GET  /api/plan.ics, /api/plan.md          downloads; /api/plan.txt is one page of plain text
 *   GET  /api/ready                           {now_ms, confidence, holds, stop:TEXT|null, gates:[{id,name,checklist,holds,lines:[LINE]}], tonight:[{line,kind,topic,subject,minutes,command,route|null,what}], guide:GUIDE|null, block:BLOCK_NOW|null (on the eve)}
 *   GET  /api/drills                          {patterns:[{id,name}], mistakes:{ID:NAME}, exercises:[{slug,title,patterns:[ID],round,minutes,broken:bool,due_ms|null,
 *                                              variants:[{name,title,seen,attempts:[{id,outcome,cold,started_ms}]}]}]}     attempts oldest first, at most the last 6
 *   GET  /api/exercises/{slug}/{variant}      {slug,variant,title,patterns:[{id,name}],round,minutes,prompt (Markdown: paragraphs, lists, `code`),schema (SQL),
 *                                              tables:[{name,columns:[{name,type,nullable,key}]}],
 *                                              contract:[{name,text}], order_by:[..],ties:"keep"|"break"|"none",names_count,tolerance, seen, draft:{text,at_ms}|null, open_attempt:ID|null}
 *   POST /api/exercises/{slug}/{variant}/sample   {} -> 202 {job}; message {"type":"sample",...}: costs nothing
 *   POST /api/attempts                        {exercise, variant, limit_ms (0: none), no_run} -> ATTEMPT_FULL
 *   GET  /api/attempts?exercise=&limit=&before=   {attempts:[ATTEMPT...], more:bool}   newest first
 *   GET  /api/attempts/{id}                   ATTEMPT_FULL
 *   POST /api/attempts/{id}/draft             {text, page} -> {at_ms}          (page: a random text of the page, echoed in "changed")
 *   POST /api/attempts/{id}/run               {query} -> 202 {job};  message {"type":"rows",...} or {"type":"verdict",...}
 *   POST /api/attempts/{id}/submit            {query} -> 202 {job, submission};  messages verdict, then small and large
 *   POST /api/attempts/{id}/hint              {step 1..4, query} -> 202 {job}; message {"type":"hint","step":N,"title":..,"text":..|absent,"witness":{"tables":..}|absent,"clause":INDEX|absent}
 *   POST /api/attempts/{id}/completed         {} -> {}                          a word was completed by the editor
 *   POST /api/attempts/{id}/answers           {} -> {answers:[{name,note,sql}], spoils_until_ms}   recorded as shown
 *   POST /api/attempts/{id}/end               {} -> ATTEMPT_FULL
 *   GET  /api/attempts/{id}/questions         {questions:[QUESTION...]}   about its queries, oldest first; also those of the terminal
 *   POST /api/attempts/{id}/questions         {kind?} -> 202 {job}; message {"type":"question","id":ID|null (there is none)} or {"type":"verdict",...} of a query that cannot be run
 *   POST /api/questions/{id}/draft            {text, page} -> {at_ms}
 *   POST /api/questions/{id}/answer           {text, elapsed_ms?} -> 202 {job, answered}; message {"type":"checked",...} (judge.h) or {"type":"points",...} (talk/points.h). With a
 *                                             "problem" it is none yet: the question stays open
 *   POST /api/questions/{id}/pass             {} -> {}                          no answer to this one
 *   GET  /api/stories                         story_list_json() + {now_ms};  POST /api/stories {} -> {id}: a memory, or the one in which nothing stands yet
 *   GET  /api/stories/matrix                  story_matrix_json();  GET /api/stories/export.md  a download
 *   GET  /api/stories/{id}                    MEMORY
 *   POST /api/stories/{id}/answers/{part}     {text, page?} -> MEMORY + {replaced}; part: of parts, or "title". Too long: 413, and kept as a draft
 *   POST /api/stories/{id}/drafts/{part}      {text, page?, seen:REV|null} -> KEPT
 *   POST /api/stories/{id}/aside              {aside} -> {}
 *   POST /api/stories/drills                  {story?, principle?, minutes?} -> STORY_DRILL; the open one if there is one
 *   GET  /api/stories/drills/{id}             STORY_DRILL
 *   POST /api/stories/drills/{id}/say         {text, stage, turn, elapsed_ms?, page?} -> STORY_DRILL + {empty, not_evaluable:TEXT|null, replaced}; 422 when another question stands by now
 *   POST /api/stories/drills/{id}/draft       {text, stage, turn, elapsed_ms?, page?, seen} -> KEPT + {moved: another question stands, and nothing was written}; keeps the clock too
 *   POST /api/stories/drills/{id}/end         {elapsed_ms?} -> STORY_DRILL
 *   GET  /api/stories/drills/{id}/debrief     story_debrief_json(); 422 before its end
 *   POST /api/refute                          {schema,left,right,ordered,no_nulls,no_empty,small,seed,dialect} -> 202 {job}; message {"type":"refuted",...}
 *   GET  /api/jobs/{id}                       {job,kind,attempt|null,state:"waiting"|"running"|"done"|"failed"|"stopped",messages:[...],error|null}   the last 200 jobs are kept
 *   POST /api/jobs/{id}/stop                  {} -> {}
 *   GET  /api/history                         {points:[{id,exercise,pattern,at_ms,elapsed_ms,outcome,cold,minutes}], patterns:[{id,name,attempts,passes,cold_passes,by_day:[{day,cold}]}],
 *                                              mistakes:[{id,name,count,last_ms}]}
 *   GET  /api/mocks                           {rounds:[{id,title,about,minutes,least,most,day}], scenarios:[{id,title,kind}], open:ID|null, mocks:[{id,round,title,at_ms,over,clock_ms,minutes}]}
 *   POST /api/mocks                           {round, minutes, scenario, seed} -> {over:false, room:ROOM}     503 while another one is open
 *   GET  /api/mocks/{id}                      {over, room:ROOM|null}            null when it is over
 *   POST /api/mocks/{id}/say                  {kind:"text"|"skip"|"pad", text, clock_ms, seq, page} -> MOVED
 *   POST /api/mocks/{id}/tick                 {typed, clock_ms, seq, page} -> MOVED    once a second: keeps clock and what is typed; without typed what is kept stays
 *   POST /api/mocks/{id}/leave                {clock_ms} -> MOVED
 *   POST /api/mocks/{id}/judge                {} -> 202 {job}                   queries without a verdict; begun by itself when the round ends
 *   GET  /api/mocks/{id}/debrief              the debrief (mock/debrief.h) + {not_judged:N, job:ID|null}     503 while it is not over
 *   GET  /api/mocks/{id}/debrief.md           a download of the same
 *   GET  /api/settings                        SETTINGS;  POST /api/settings  any part of SETTINGS -> SETTINGS
 *   GET  /api/export.json, /api/export.md     a download of everything in the record
 *   POST /api/delete                          {confirm:"delete everything"} -> {deleted:[FILE...]}: record, copies made by migrations, WAL, history, exports kept beside it; pages are logged out
 *
 * SETTINGS = {interview_at:"2026-11-28T09:00"|null (local to time_zone), time_zone:"Europe/Berlin"|null, kind:"phone"|"loop"|"both", level:"L4"|"L5"|"L6+", hours:[7 numbers, Monday first], theme:"system"|"light"|"dark",
 *             lean, hours_on, day_starts, post: as plan/keep.h has them (post is absent where there is none, and in /api/today)}
 * PLAN = plan_json() of plan/plan.h without its facts + {now_ms, now:"09:00", next:ID|null, undo:ID|null (whose mark would be taken back), warnings:[TEXT], post_set}
 * BLOCK_NOW = a block of it + {day:"Wed 25 November"};  a route is null where no page of this program has the address, and then command is for a terminal
 * GUIDE = {say:"done"|"eve"|"stop", title, text} of mock/guide.h
 * LINE = a line of ready_make() of mock/ready.h + stale_ms, behind:[{at_ms, success, what, ref, note, link|null}], uncounted likewise without success, and left:TEXT|null where nothing is begun any more
 * MEMORY = story_json() with history; the draft of an answer is {text,rev}|null
 * KEPT = {rev:REV|null, other:{text,rev}|null}: other is what stands there when it is not what seen names; then nothing was written. So two pages cannot
 *        overwrite each other unseen
 * STORY_DRILL = story_drill_json() + {left_ms|null (no clock), draft:{text,rev}|null, told}; step "over" once it has ended. elapsed_ms is the time on the question that
 *        stands, in all sittings; "attempt" in "changed" is the drill's or the memory's id
 * ATTEMPT = {id,slug,variant,title,pattern,mode,started_ms,limit_ms,elapsed_ms,no_run,seen,outcome:"open"|"passed"|"failed"|"left",cold,runs,hints,completions,submissions,refuted,verdict|null,mistake:{id,name}|null}
 * ATTEMPT_FULL = ATTEMPT + {cold_possible:bool, cold_why:TEXT|null (why not cold any more), left_ms|null (on the clock), draft:{text,at_ms}|null, hint_step (highest taken), answers_shown:bool,
 *                 jobs:[N] unfinished,
 *                 events:[{kind:"run"|"hint"|"submitted"|"judged"|"completed"|"solution"|"ended", at_ms, elapsed_ms|null, step|null, query|null, submission|null, result:{verdict,small,large}|null}]}
 *
 * QUESTION = {id,at_ms,state:"open"|"answered"|"passed",kind:"why"|"predict"|"what-if",text,quote,position,length (bytes of query),again,feature,query|null,submission|null,
 *             task:{tables,columns,types,ordered}|null (predict), answers:[{id,at_ms,text,elapsed_ms}], checked|null (as the messages above), draft:{text,at_ms}|null,
 *             after:null while it is open, then {answer|null,points:[{topic,say}],reading|null,expected:{columns,types,rows}|null,fact:{tables,expected,by_order,misread}|null}}
 *
 * ROOM = {id,round,title,over,seq,part (from 0),part_count,part_name,part_round,kind:"sql"|"story"|"design"|"break",expects:"text"|"query"|"start",asks,silent,subject:"pack/slug/variant"|null,
 *         clock_ms,limit_ms,part_begun_ms,part_limit_ms (0: none),press_at_ms,typed,pad,turns:[{part,who:"interviewer"|"candidate",kind,text,clock_ms,lead|absent,quote|absent}]}
 * MOVED = {over, taken, seq, clock_ms, room:ROOM|null}: room where something has changed. seq counts turns but for lines of the pad; what is said with another than the round's is not taken
 *         (taken: false), unless it is what was said there. Of a tick, taken means that the interviewer spoke. clock_ms is the round's clock (mock/mock.h).
 *
 * A pass with elapsed within the limit, unseen, no hint, no run, no completion, no solution in 24 hours and no earlier refutation is cold (store.h).
 * Threads: web_start() and web_stop() from one.
 */
#ifndef SPAR_WEB_WEB_H
#define SPAR_WEB_WEB_H

#include <stdbool.h>
#include <stddef.h>

#include "bank/bank.h"
#include "base/err.h"

#define WEB_VERSION "0.1.0"
#define WEB_PORT 7373
#define WEB_PORT_ANY (-1)          /* whatever is free; for tests */
#define WEB_PORT_TRIES 20
#define WEB_JUDGES 2
#define WEB_JOBS_MAX 64            /* waiting; beyond that a request is told to come back (503) */

struct web;

struct web_options {
	const char *bind;          /* NULL: 127.0.0.1 */
	int port;                  /* 0: WEB_PORT or the next free one */
	const char *data_dir;      /* NULL: fs_data_dir() */
};

/* Load the bank, open the record, start to serve. Ownership: web_stop(). Errors: those of store_open(), bank_open(), http_start(). */
enum err_code web_start(struct web **out, const struct web_options *options, struct err *err);
/* The running judgements are cut; what was submitted stays in the record. NULL is fine. */
void web_stop(struct web *w);
int web_port(const struct web *w);
/* A new link that works once. Threads: any. */
enum err_code web_link(struct web *w, char *out, size_t size, struct err *err);
/* A page for a browser that leads to a link, in a file beside the record that only we can read; its path into out. It goes with web_stop(). */
enum err_code web_link_file(struct web *w, const char *link, char *out, size_t size, struct err *err);

#endif
