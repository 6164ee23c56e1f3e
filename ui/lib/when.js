// Dates and durations in plain words. Nothing here reads the clock: "now" is the server's, so that a page and the record agree.
// zone is an IANA name or null for the browser's own.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const PARTS_MOST = 5000;

const formats = new Map();
const known = new Map();

/** The parts of a minute are asked for again and again, and take a while to find. Clocks differ by whole minutes. */
function parts(ms, zone) {
	const key = `${zone ?? ""} ${Math.floor(ms / MINUTE)}`;
	let found = known.get(key);
	if (!found) {
		if (known.size >= PARTS_MOST)
			known.clear();
		found = partsAnew(ms, zone);
		known.set(key, found);
	}
	return found;
}

function partsAnew(ms, zone) {
	const key = zone ?? "";
	if (!formats.has(key)) {
		const wanted = {
			weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
		};
		formats.set(key, new Intl.DateTimeFormat("en-GB", { ...wanted, timeZone: zone ?? undefined }));
	}
	const found = {};
	for (const part of formats.get(key).formatToParts(ms))
		found[part.type] = part.value;
	found.month = found.month.slice(0, 3);
	return found;
}

export function browserZone() {
	return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** "Sat 28 Nov" */
export function day(ms, zone) {
	const p = parts(ms, zone);
	return `${p.weekday} ${p.day} ${p.month}`;
}

/** "09:00" */
export function clock(ms, zone) {
	const p = parts(ms, zone);
	return `${p.hour}:${p.minute}`;
}

/** The days since 1970 of the calendar day that ms falls on. */
export function dayNumber(ms, zone) {
	const p = parts(ms, zone);
	const month = "JanFebMarAprMayJunJulAugSepOctNovDec".indexOf(p.month) / 3;
	return Math.round(Date.UTC(Number(p.year), month, Number(p.day)) / DAY);
}

/** How many midnights lie between two times; negative when the second is earlier. */
export function daysBetween(from, to, zone) {
	return dayNumber(to, zone) - dayNumber(from, zone);
}

/** "2026-11-24" to {number, weekday: "Tue", date: "24", month: "Nov", monday: 1 (0 is Monday)}; also takes a day number. */
export function calendarDay(value) {
	const number = typeof value === "number" ? value : Math.round(Date.parse(`${value}T00:00:00Z`) / DAY);
	const p = parts(number * DAY, "UTC");
	return { number, weekday: p.weekday, date: p.day, month: p.month, monday: (number + 3) % 7 };
}

/** "today", "tomorrow", "in 5 days", "3 days ago" */
export function inDays(days) {
	if (days === 0)
		return "today";
	if (days === 1)
		return "tomorrow";
	if (days === -1)
		return "yesterday";
	return days > 0 ? `in ${days} days` : `${-days} days ago`;
}

/** "09:14" of today, "yesterday 17:20", "Sun 22 Nov, 09:00", with the year where it is another one */
export function moment(ms, now, zone) {
	const days = daysBetween(now, ms, zone);
	if (days === 0)
		return clock(ms, zone);
	if (days === -1)
		return `yesterday ${clock(ms, zone)}`;
	const year = parts(ms, zone).year;
	return `${day(ms, zone)}${year === parts(now, zone).year ? "" : ` ${year}`}, ${clock(ms, zone)}`;
}

/** "6:05", with hours "1:02:05" */
export function minutesSeconds(ms) {
	const seconds = Math.max(0, Math.round(ms / 1000));
	const two = (n) => String(n).padStart(2, "0");
	const rest = `${two(seconds % 60)}`;
	return seconds < 3600
		? `${Math.floor(seconds / 60)}:${rest}`
		: `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${rest}`;
}

/** "6 minutes 5 seconds", for those who hear it */
export function spoken(ms) {
	const seconds = Math.max(0, Math.round(ms / 1000));
	const minutes = Math.floor(seconds / 60);
	const rest = plural(seconds % 60, "second");
	if (!minutes)
		return rest;
	return seconds % 60 ? `${plural(minutes, "minute")} ${rest}` : plural(minutes, "minute");
}

/** "in 8 hours", "in 2 days"; "now" when it is past */
export function until(ms, now) {
	const left = ms - now;
	if (left <= 0)
		return "now";
	if (left < HOUR)
		return `in ${plural(Math.ceil(left / MINUTE), "minute")}`;
	if (left < 2 * DAY)
		return `in ${plural(Math.round(left / HOUR), "hour")}`;
	return `in ${plural(Math.round(left / DAY), "day")}`;
}

/** "1 hour", "2.5 hours" */
export function hours(n) {
	return plural(Math.round(n * 100) / 100, "hour");
}

/** "1 row", "1,234 rows" */
export function plural(n, one, many = `${one}s`) {
	return `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
}
