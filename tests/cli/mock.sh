# shellcheck shell=bash
# The small pack of pack.sh with rounds: a second exercise, the talk content and rounds that are shipped, gates about its own patterns.
# Sourced after pack.sh. The clock is fixed; each line that is typed moves the clock of a round by 20 seconds.

export SPAR_NOW=2026-11-25T10:00:00Z SPAR_STEP=20

cp -r "$SPAR_CONTENT/mini/sql/counts" "$SPAR_CONTENT/mini/sql/totals"
cp -r "$ROOT/content/amazon-de/talk" "$ROOT/content/amazon-de/rounds" "$SPAR_CONTENT/mini/"
sed -i 's/patterns: \[[^]]*\]/patterns: [counting]/' "$SPAR_CONTENT/mini/rounds/ready.yaml"

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
