// A chart, what it shows in words, and its numbers as a table.
//
// uPlot draws axes, grid and scales; the marks are drawn here, so that kinds of points differ in shape and not only in colour. Colours are
// read from the tokens at each drawing.

import uPlot from "uplot";
import { el } from "./dom.js";

const HEIGHT = 220;
const FONT = "12px Inter, system-ui, sans-serif";

/** The tokens' colours as the canvas wants them. light-dark() is resolved by asking for the colour of an element. */
function palette(host) {
	const probe = el("span", { class: "plot-probe" });
	host.append(probe);
	const colour = (name) => {
		probe.style.color = `var(--${name})`;
		return getComputedStyle(probe).color;
	};
	const found = {};
	for (const name of ["ink", "soft", "line", "paper", "accent", "right", "wrong", "warn"])
		found[name] = colour(name);
	probe.remove();
	return found;
}

const draw = {
	/** A filled circle: what counts most. */
	disc(ctx, x, y, unit, colour) {
		ctx.beginPath();
		ctx.arc(x, y, 4.5 * unit, 0, 2 * Math.PI);
		ctx.fillStyle = colour;
		ctx.fill();
	},
	ring(ctx, x, y, unit, colour, paper) {
		ctx.beginPath();
		ctx.arc(x, y, 4 * unit, 0, 2 * Math.PI);
		ctx.fillStyle = paper;
		ctx.fill();
		ctx.lineWidth = 1.5 * unit;
		ctx.strokeStyle = colour;
		ctx.stroke();
	},
	cross(ctx, x, y, unit, colour) {
		const r = 3.5 * unit;
		ctx.lineWidth = 1.75 * unit;
		ctx.strokeStyle = colour;
		ctx.beginPath();
		ctx.moveTo(x - r, y - r);
		ctx.lineTo(x + r, y + r);
		ctx.moveTo(x - r, y + r);
		ctx.lineTo(x + r, y - r);
		ctx.stroke();
	},
	/** A short level mark: a reference that belongs to one point. */
	dash(ctx, x, y, unit, colour) {
		ctx.lineWidth = 2 * unit;
		ctx.strokeStyle = colour;
		ctx.beginPath();
		ctx.moveTo(x - 7 * unit, y);
		ctx.lineTo(x + 7 * unit, y);
		ctx.stroke();
	},
};

/** Values that are stepped from one to the next, or a reference line right across. */
function drawLine(u, values, { shape, colour, unit }) {
	const ctx = u.ctx;
	ctx.lineWidth = (shape === "level" ? 1.5 : 2) * unit;
	ctx.strokeStyle = colour;
	ctx.setLineDash(shape === "level" ? [5 * unit, 4 * unit] : []);
	ctx.beginPath();
	if (shape === "level") {
		const y = u.valToPos(values.find((v) => v != null), "y", true);
		ctx.moveTo(u.bbox.left, y);
		ctx.lineTo(u.bbox.left + u.bbox.width, y);
	} else {
		let before = null;
		values.forEach((value, i) => {
			if (value == null)
				return;
			const x = u.valToPos(u.data[0][i], "x", true), y = u.valToPos(value, "y", true);
			if (before == null)
				ctx.moveTo(x, y);
			else {
				ctx.lineTo(x, before);
				ctx.lineTo(x, y);
			}
			before = y;
		});
	}
	ctx.stroke();
	ctx.setLineDash([]);
}

function drawSeries(u, series, colours) {
	const unit = devicePixelRatio || 1;
	const ctx = u.ctx;
	ctx.save();
	series.forEach((one, s) => {
		const values = u.data[s + 1], colour = colours[one.colour];
		if (one.shape === "step" || one.shape === "level") {
			if (values.some((v) => v != null))
				drawLine(u, values, { shape: one.shape, colour, unit });
			return;
		}
		values.forEach((value, i) => {
			if (value != null)
				draw[one.shape](ctx, u.valToPos(u.data[0][i], "x", true), u.valToPos(value, "y", true), unit, colour, colours.paper);
		});
	});
	ctx.restore();
}

function key(series) {
	return el("ul", { class: "plot-key", role: "list" }, series.map((one) => el("li", {},
		el("span", { class: `mark mark-${one.shape} in-${one.colour}`, "aria-hidden": "true" }), one.label)));
}

function options(spec, colours, readout) {
	const axis = (more) => ({
		font: FONT,
		stroke: () => colours.now.soft,
		grid: { stroke: () => colours.now.line, width: 1 },
		ticks: { show: false },
		...more,
	});
	return {
		height: HEIGHT,
		legend: { show: false },
		cursor: { x: true, y: false, drag: { x: false, y: false }, points: { show: false } },
		scales: { x: { time: false, range: () => spec.x.range }, y: { range: (_u, _min, max) => [0, Math.max(spec.y.least ?? 1, max * 1.08)] } },
		axes: [
			axis({
				splits: () => spec.x.ticks.map((t) => t.at),
				values: () => spec.x.ticks.map((t) => t.text),
				grid: { show: false },
				size: 28,
			}),
			axis({ size: 40, incrs: spec.y.whole ? [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] : undefined, space: 36 }),
		],
		series: [{}, ...spec.series.map((one) => ({ label: one.label, paths: () => null, points: { show: false } }))],
		hooks: {
			draw: [(u) => drawSeries(u, spec.series, colours.now)],
			setCursor: [(u) => {
				readout.textContent = u.cursor.idx == null || !spec.says ? "" : spec.says(u.cursor.idx);
			}],
		},
	};
}

/**
 * The chart of
 *   {title, summary: what one sees in it, as a sentence,
 *    x: {values, range: [from, to], ticks: [{at, text}], label}, y: {label: with its unit, whole: only whole numbers, least: the axis goes up to this at least},
 *    series: [{label, values (null: nothing), shape: "disc"|"ring"|"cross"|"dash"|"step"|"level" (a reference across), colour: a token's name}],
 *    says: (index) => what stands there, for the pointer,
 *    table: makes an element with the same numbers, when somebody opens it}
 * as a figure. It is drawn once it stands in the page and until signal is aborted.
 */
export function plot(spec, signal) {
	const host = el("div", { class: "plot-host", role: "img", "aria-label": `${spec.title}. ${spec.summary}` });
	const readout = el("p", { class: "plot-readout", "aria-hidden": "true" });
	const figure = el("figure", { class: "plot" },
		el("figcaption", {}, el("h2", {}, spec.title), el("p", { class: "soft" }, spec.summary)),
		key(spec.series),
		el("p", { class: "plot-unit", "aria-hidden": "true" }, spec.y.label),
		host,
		el("p", { class: "plot-unit plot-unit-x", "aria-hidden": "true" }, spec.x.label),
		readout,
		el("details", { class: "plot-table", ontoggle: ({ target }) => target.childElementCount === 1 && target.append(spec.table()) }, el("summary", {}, "The same as a table")));
	const colours = { now: palette(document.body) };
	let u = null;

	const recolour = () => {
		colours.now = palette(document.body);
		u?.redraw(false);
	};
	const sized = new ResizeObserver(() => {
		const width = Math.floor(host.clientWidth);
		if (!width)
			return;
		if (u)
			u.setSize({ width, height: HEIGHT });
		else
			u = new uPlot({ ...options(spec, colours, readout), width }, [spec.x.values, ...spec.series.map((one) => one.values)], host);
	});
	sized.observe(host);
	const themed = new MutationObserver(recolour);
	themed.observe(document.documentElement, { attributes: true });
	for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"])
		matchMedia(query).addEventListener("change", recolour, { signal });
	document.fonts.ready.then(() => u?.redraw(false));
	signal.addEventListener("abort", () => {
		sized.disconnect();
		themed.disconnect();
		u?.destroy();
	}, { once: true });
	return figure;
}
