// Days and minutes of a plan: they are those of its zone, as the server gives them, so nothing here knows a zone.

import { calendarDay } from "../lib/when.js";

const DAY = 24 * 60 * 60_000;

/** "18:05" to 1085 */
export function minuteOf(text) {
	const [h, m] = text.split(":").map(Number);
	return h * 60 + m;
}

/** 1085 to "18:05" */
export function clockText(minute) {
	return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** "2026-11-24" and a number of days to "2026-11-26" */
export function dayAfter(date, days) {
	return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** "Tue 24 Nov" */
export function dayName(date) {
	const d = calendarDay(date);
	return `${d.weekday} ${d.date} ${d.month}`;
}

/** "Today", or "Tue 24 Nov" */
export function dayWords(date, today) {
	return date === today ? "Today" : dayName(date);
}

/** 95 to "1 h 35 min" */
export function minutesText(minutes) {
	const h = Math.floor(minutes / 60), m = minutes % 60;
	return [h && `${h} h`, (m || !h) && `${m} min`].filter(Boolean).join(" ");
}
