// A page at a drill beside a model endpoint: comes in by the link, tells a story, asks for the wording of the follow-up.
// usage: node model-page.mjs LINK      prints what it saw, a line each
const link = new URL(process.argv[2]);
const entered = await fetch(link, { redirect: "manual" });
const cookie = entered.headers.get("set-cookie").split(";")[0];
const ask = async (path, body) => {
	const reply = await fetch(new URL(path, link), {
		method: body ? "POST" : "GET",
		headers: { cookie, origin: link.origin, ...(body ? { "content-type": "application/json" } : {}) },
		...(body ? { body: JSON.stringify(body) } : {}),
	});
	return reply.json();
};
const told = "In March the clicks of one Sunday did not match the invoices. I pulled 1,200 events and counted them row by row. I decided to rebuild the load by event date. " +
	"I rewrote the merge step. The difference to the invoices fell from 4 % to 0.2 % within a month and billing stopped correcting sellers.";
const { id } = await ask("/api/stories/drills", { principle: "ownership" });
const said = await ask(`/api/stories/drills/${id}/say`, { text: told, stage: 0, turn: 0 });
const where = { stage: said.stage, turn: said.turn };

console.log("wording", said.wording);
const first = await ask(`/api/stories/drills/${id}/wording`, where);
console.log("first", first.waits, first.question === said.question);
// Others are served while the endpoint is waited for.
const others = await Promise.all(["/api/status", "/api/settings", `/api/stories/drills/${id}`].map((path) => ask(path)));
const settings = others[1];
console.log("settings", "model" in settings, JSON.stringify(settings).includes("127.0.0.1"));
let last = first;
while (last.waits)
	last = await ask(`/api/stories/drills/${id}/wording`, where);
console.log("last", last.question === said.question ? "prepared" : last.question);
const now = await ask(`/api/stories/drills/${id}`);
console.log("stands", now.question === last.question);
await ask(`/api/stories/drills/${id}/end`, {});
