// The editor. CodeMirror, with the few parts of it that a query needs.

import { autocompletion, completionKeymap, pickedCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { keywordCompletionSource, schemaCompletionSource } from "@codemirror/lang-sql";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Prec, StateEffect, StateField, Transaction } from "@codemirror/state";
import { Decoration, EditorView, drawSelection, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { el, show } from "./dom.js";
import { dialect, highlighting, pieces } from "./sql.js";

export { wordsOf } from "./sql.js";

const setPlace = StateEffect.define();

/** The place that a message is about; gone when its text changes. */
const place = StateField.define({
	create: () => Decoration.none,
	update(marks, tr) {
		for (const effect of tr.effects)
			if (effect.is(setPlace))
				return effect.value ? Decoration.set([Decoration.mark({ class: "place" }).range(effect.value.from, effect.value.to)]) : Decoration.none;
		if (!tr.docChanged)
			return marks;
		let touched = false;
		marks.between(0, tr.startState.doc.length, (from, to) => {
			touched ||= tr.changes.touchesRange(from, to) !== false;
		});
		return touched ? Decoration.none : marks.map(tr.changes);
	},
	provide: (field) => EditorView.decorations.from(field),
});

/** Left to itself, a browser that replaces a selection styles what it puts there, which the Content-Security-Policy refuses and logs. */
const replacing = EditorView.domEventHandlers({
	beforeinput(event, view) {
		if (event.inputType !== "insertText" || !event.data || view.composing || view.state.readOnly || view.state.selection.main.empty)
			return false;
		event.preventDefault();
		view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
		return true;
	},
});

function nonce() {
	return document.querySelector("script[nonce]")?.nonce ?? "";
}

function completionOf(tables) {
	const schema = Object.fromEntries((tables ?? []).map((table) => [table.name, table.columns.map((column) => ({
		label: column.name, type: "property", detail: column.type.toLowerCase(),
	}))]));
	const names = [...new Set((tables ?? []).flatMap((table) => table.columns.map((column) => column.name)))];
	const columns = (context) => {
		const word = context.matchBefore(/[\w]+/);
		return word && { from: word.from, options: names.map((label) => ({ label, type: "property" })), validFor: /^\w*$/ };
	};
	return [
		autocompletion({ icons: false, activateOnTyping: true, override: [
			schemaCompletionSource({ dialect, schema }), columns, keywordCompletionSource(dialect, true),
		] }),
		Prec.high(keymap.of(completionKeymap)),
	];
}

/** Bytes of UTF-8 to an index of the text; the end if there are fewer. */
export function indexOfByte(text, bytes) {
	let at = 0;
	for (let i = 0; i < text.length;) {
		if (at >= bytes)
			return i;
		const code = text.codePointAt(i);
		at += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
		i += code < 0x10000 ? 1 : 2;
	}
	return text.length;
}

/**
 * An editor as
 *   {dom, text(), set(text), focus(), completion(on), underline(byte or -1), lock(on), destroy()}
 * onChange() is called when a person changed the text, onCompleted() when a word was completed. keys: {"Mod-Enter": fn}.
 */
export function editor({ text = "", label, describedBy, tables, complete = false, keys = {}, onChange, onCompleted, hint = "" }) {
	const completing = new Compartment(), locking = new Compartment();
	const bindings = Object.entries(keys).map(([key, run]) => ({ key, run: () => run() !== false }));
	const view = new EditorView({
		state: EditorState.create({
			doc: text,
			extensions: [
				EditorView.cspNonce.of(nonce()),
				Prec.highest(keymap.of(bindings)),
				completing.of(complete ? completionOf(tables) : []),
				locking.of([]),
				lineNumbers(), history(), drawSelection(), bracketMatching(), highlightSelectionMatches(), place, replacing,
				EditorState.tabSize.of(2), indentUnit.of("  "),
				dialect.language, highlighting,
				keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
				hint ? placeholder(hint) : [],
				EditorView.contentAttributes.of({ "aria-label": label, ...(describedBy && { "aria-describedby": describedBy }), tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
				EditorView.updateListener.of((update) => {
					if (update.transactions.some((tr) => tr.annotation(pickedCompletion)))
						onCompleted?.();
					if (update.docChanged && !update.transactions.some((tr) => tr.annotation(Transaction.remote)))
						onChange?.();
				}),
			],
		}),
	});
	view.scrollDOM.tabIndex = -1;

	return {
		dom: view.dom,
		text: () => view.state.doc.toString(),
		set(next) {
			if (next === view.state.doc.toString())
				return;
			const head = Math.min(view.state.selection.main.head, next.length);
			view.dispatch({
				changes: { from: 0, to: view.state.doc.length, insert: next },
				selection: { anchor: head },
				annotations: Transaction.remote.of(true),
			});
		},
		focus: () => view.focus(),
		hasFocus: () => view.hasFocus,
		completion: (on) => view.dispatch({ effects: completing.reconfigure(on ? completionOf(tables) : []) }),
		lock: (on) => view.dispatch({ effects: locking.reconfigure(on ? EditorState.readOnly.of(true) : []) }),
		underline(byte) {
			if (byte == null || byte < 0)
				return view.dispatch({ effects: setPlace.of(null) });
			const doc = view.state.doc.toString(), from = Math.min(indexOfByte(doc, byte), Math.max(doc.length - 1, 0));
			const word = /^[\w.]+|^[^\s\w]+/.exec(doc.slice(from));
			const to = Math.min(doc.length, from + Math.max(word ? word[0].length : 1, 1));
			view.dispatch({ effects: setPlace.of(to > from ? { from, to } : null) });
		},
		destroy: () => view.destroy(),
	};
}

/** A query that is only shown. marked: words that stand out. */
export function shownSql(text, { label, marked } = {}) {
	const code = el("code", {});
	pieces(text.replace(/\s+$/, ""), (piece, kind) => {
		const stands = marked?.has(piece.toLowerCase());
		if (stands)
			code.append(el("mark", { class: kind || null }, piece));
		else
			code.append(kind ? el("span", { class: kind }, piece) : document.createTextNode(piece));
	});
	const pre = el("pre", { class: "sql", tabindex: "0", role: "region", "aria-label": label ?? "Query" });
	return show(pre, code);
}
