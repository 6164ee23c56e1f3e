// A program that speaks the chat completions of OpenAI, well and badly, for tests of the model endpoint. The first part of the path says how.
// usage: node model-server.mjs LOG      prints the port; each request is a line of LOG: {"url","headers","body"}
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";

const log = process.argv[2];
const good = 'What else could you have done than to keep the old table for a month?';
const answer = (content) => JSON.stringify({ id: "x", object: "chat.completion", choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }] });

// How each path answers: text of a message, or a function that has the response in its hands.
const contents = {
	good,
	quoted: `"${good}"`,
	thinking: `<think>The candidate kept the old table. "Why"?</think>\n\n${good}\n`,
	invented: 'You said "I fired the whole team". What else could you have done?',
	two: "What else could you have done? And why did you not?",
	praise: "Great answer! What else could you have done?",
	sixty: "What else " + "really ".repeat(58) + "could you have done?",
	number: "You saved 97 percent. What else could you have done?",
	other: "Which color is the sky over the sea in winter?",
	statement: "You should have done something else.",
	empty: "   ",
	escape: "\u001b[2JWhat else could you have done?",
	nul: "What else could\u0000 you have done?",
};

const bodies = {
	// The prepared follow-up in nearly the same words.
	echo: (res, port, body) => {
		const { content } = JSON.parse(body).messages[1], prepared = content.match(/Prepared follow-up: (.*)/)[1];
		res.end(answer(`So: ${prepared}`));
	},
	badjson: (res) => res.end('{"choices": [{"message": {"content": "What'),
	nothing: (res) => res.end(""),
	html: (res) => res.end("<html>hello</html>"),
	shape: (res) => res.end('{"choices": []}'),
	list: (res) => res.end('[1, 2, 3]'),
	object: (res) => res.end('{"choices": [{"message": {"content": {"text": "x"}}}]}'),
	error: (res) => res.end('{"error": {"message": "the model is not loaded", "type": "invalid_request_error"}}'),
	bytes: (res) => res.end(Buffer.from([0, 255, 254, 0, 123])),
	deep: (res) => res.end("[".repeat(20000)),
	status: (res) => { res.statusCode = 500; res.end(answer(good)); },
	unauthorised: (res) => { res.statusCode = 401; res.end('{"error": {"message": "no key"}}'); },
	redirect: (res, port) => { res.statusCode = 307; res.setHeader("Location", `http://127.0.0.1:${port}/good/v1/chat/completions`); res.end(); },
	huge: (res) => res.end(answer("What else? ".repeat(20000))),
	endless: (res) => { const more = () => { while (res.write("x".repeat(65536))) ; }; res.on("drain", more); more(); },
	half: (res) => { res.setHeader("Content-Length", "5000"); res.write(answer(good).slice(0, 60)); res.socket.destroySoon(); },
	chunks: (res) => { res.write(answer(good).slice(0, 60)); setTimeout(() => res.socket.destroy(), 20); },
	never: () => {},
	trickle: (res) => { const text = answer(good); let i = 0; const timer = setInterval(() => (i < text.length ? res.write(text[i++]) : clearInterval(timer)), 100); res.on("close", () => clearInterval(timer)); },
	hangup: (res) => res.socket.destroy(),
};

const server = createServer((req, res) => {
	let body = "";

	req.setEncoding("utf8");
	req.on("data", (part) => { body += part; });
	req.on("end", () => {
		const how = req.url.split("/")[1];

		appendFileSync(log, JSON.stringify({ method: req.method, url: req.url, headers: req.headers, body }) + "\n");
		res.on("error", () => {});
		if (how in contents)
			res.end(answer(contents[how]));
		else if (how in bodies)
			bodies[how](res, server.address().port, body);
		else {
			res.statusCode = 404;
			res.end();
		}
	});
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
