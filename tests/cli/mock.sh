# shellcheck shell=bash
# The small pack of pack.sh with rounds: a second exercise, the talk content and rounds that are shipped, gates about its own patterns.
# Sourced after pack.sh. The clock is fixed; each line that is typed moves the clock of a round by 20 seconds.

export SPAR_NOW=2026-11-25T10:00:00Z SPAR_STEP=20

cp -r "$SPAR_CONTENT/mini/sql/counts" "$SPAR_CONTENT/mini/sql/totals"
cp -r "$ROOT/content/amazon-de/talk" "$ROOT/content/amazon-de/rounds" "$ROOT/content/amazon-de/principles.yaml" "$SPAR_CONTENT/mini/"
sed -i 's/patterns: \[[^]]*\]/patterns: [counting]/' "$SPAR_CONTENT/mini/rounds/ready.yaml" "$SPAR_CONTENT/mini/rounds/phone.yaml"

# event KIND: the bodies of the events of this kind, one a line.
event() {
	sqlite3 "$HOME/.local/share/spar/spar.db" "SELECT body FROM event WHERE kind = '$1' ORDER BY id" 2>/dev/null
}

# member KEY: the values of a member in JSON on standard input, one a line.
member() {
	grep -o "\"$1\":[^,}]*" | cut -d: -f2-
}

STORY='I owned the nightly load of orders at a shop with 40 people. In March it failed three nights in a row, and the finance team had no
revenue until noon. I looked at the log of the load and saw that it copied the whole table, 90 million rows, although only two million
had changed. I decided to load only the changed partitions. The load went from 3 hours to 20 minutes, and it has not failed since.'
DESIGN='Before I build: the managers read yesterday at noon, so a daily batch is enough. One row of the table is one click, identified by its
event_id. Files land as they are; a loader reads the files of the last 48 hours, drops the second event with the same event_id, and
writes each click into the partition of its event date, so that a click that comes 36 hours late reopens its day. A run replaces whole
partitions in one transaction, so running it twice for the same day gives the same rows. A new column in the source passes through and is
reported; a missing or retyped one blocks the load and pages the person on call. Rows in must equal rows out plus rejected plus
duplicates, else nothing is published. If noon is missed, the report shows the day before with a banner, and I am paged at 11:30.'
export STORY DESIGN

# Eleven different replies to whatever is asked about the story, each with a fact and a reason.
replies() {
	printf '%s\n\n' \
		'I compared the row counts of source and target for 14 nights, because a lost partition would have shown there.' \
		'The other way was a bigger machine for 900 euros a month. I rejected it because the copy would still have locked the table.' \
		'It would have cost 10,800 euros a year, and the lock would have stayed, so the shop would have waited 40 minutes each night.' \
		'I would take it again below 5 million rows, because then a full copy takes 3 minutes and needs no list of changed partitions.' \
		'My colleague Ines argued that a list of changed partitions can miss one. She was right on May 2, when a clock was wrong.' \
		'We found it because the counts differed by 1,204 rows; I added a check that blocks the load when they differ by more than 10.' \
		'The check has blocked twice since, on June 9 and on July 1, and both times the source had been late.' \
		'Finance uses the revenue at eight for the cash plan. They told me that they had planned by hand until noon for three weeks.' \
		'I asked Tom of finance which column he reads first; it was net revenue by country, so I load that partition first.' \
		'The root was that the job was written when the table had 2 million rows, and nobody looked at its time as it grew to 90 million.' \
		'Since then each job has an alarm at twice its usual time, and I look at the ten slowest every Monday.'
}
