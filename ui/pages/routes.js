// Every route of the program, as its own document of them says.

import { get } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";

function schemaOf(operation) {
	return operation.requestBody?.content?.["application/json"]?.schema;
}

function membersOf(schema) {
	const names = Object.keys(schema?.properties ?? {});
	return names.map((name) => schema.required?.includes(name) ? name : `${name}?`).join(", ");
}

export async function routes(ctx) {
	const document = await get("/api/openapi.json", { signal: ctx.signal });
	const rows = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })));
	pageKeys("Routes", [], ctx.signal);
	return {
		title: "Routes",
		page: "settings",
		body: el("div", { class: "page routes" },
			el("h1", { tabindex: -1 }, "Routes"),
			el("p", { class: "soft" }, "What this page asks the program. With the schemas: ", el("a", { href: "/api/openapi.json" }, "openapi.json"), "."),
			el("div", { class: "scroll", role: "region", "aria-label": "Routes", tabindex: 0 }, el("table", { class: "data plain" },
				el("thead", {}, el("tr", {}, ["Method", "Path", "What for", "Takes"].map((name) => el("th", { scope: "col" }, name)))),
				el("tbody", {}, rows.map(({ path, method, operation }) => el("tr", {},
					el("td", {}, method), el("td", { class: "mono" }, path), el("td", { class: "words" }, operation.summary ?? ""), el("td", { class: "mono words" }, membersOf(schemaOf(operation))))))))),
	};
}
