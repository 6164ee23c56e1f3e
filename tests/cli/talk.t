#!/usr/bin/env bash
# The talk engine from the terminal: probe, eval, check.
. "$(dirname "$0")/lib.sh"

export SPAR_CONTENT=$ROOT/content

run spar talk check
exits 0 'the content of the pack'
like "$out" 'Sound\.' 'is sound'

cat >answer.txt <<'END'
In March I rewrote the nightly load because it was late on most days. I decided to read only the last three days.
It takes 40 minutes now and the planners have their report at seven.
END
run spar talk probe --kind behavioural --principle ownership --seed 1 <answer.txt
exits 0 'talk probe'
like "$out" 'action +[0-9.]+ +"rewrote the nightly load' 'shows clues with their words'
like "$out" 'decision' 'of several types'
like "$out" 'Story' 'the story'
like "$out" 'no_alternative +sure [0-9.]+ +score' 'gaps with how sure they are'
like "$out" '\?' 'probes'
like "$out" 'Ledger' 'and the ledger'
first=$out
run spar talk probe --kind behavioural --principle ownership --seed 1 --file answer.txt
is "$out" "$first" 'the same seed says the same'

run spar talk probe --kind behavioural --json --seed 1 <answer.txt
exits 0 '--json'
is "$(wc -l <<<"$out")" 1 'is one line'
like "$out" '"evaluable":true' 'evaluable'
like "$out" '"clues":\[\{"type"' 'clues'
like "$out" '"frame":\{"situation"' 'frame'
like "$out" '"gaps":\[\{"gap"' 'gaps'
like "$out" '"probes":\[\{"gap".*"probe".*"score"' 'probes'
like "$out" '"ledger":\{.*"asked":\[\{' 'ledger'

run spar talk probe --kind sql --question 'What happens with NULLs?' --level L6 --seed 2 <<<'They are handled. I used COALESCE everywhere, it is best practice.'
exits 0 'another kind'
like "$out" 'no_nulls' 'has gaps of its own'

run spar talk probe --kind behavioural </dev/null
exits 0 'an empty answer'
like "$out" 'could not be evaluated: nothing was said' 'could not be evaluated'
run spar talk probe --kind behavioural <<<'Ich habe das nicht gemacht, weil der Bericht noch nicht fertig war und wir keine Zeit hatten.'
like "$out" 'could not be evaluated' 'nor another language'
printf 'I cut it\0 \377 40 %%' >bad.txt
run spar talk probe --kind pipeline --json <bad.txt
exits 0 'NUL and bad bytes'
head -c 300000 /dev/zero | tr '\0' 'a' >big.txt
run spar talk probe --kind pipeline <big.txt
exits 6 'an answer that is too long is refused'

run spar talk probe <answer.txt
exits 2 'without a kind'
like "$err" "option '--kind' is needed" 'says so'
run spar talk probe --kind opera <answer.txt
exits 2 'an unknown kind'
run spar talk probe --kind behavioural --principle charm <answer.txt
exits 2 'an unknown principle'
like "$err" "called 'charm'; there are customer-obsession, " 'names those that there are'
run spar talk probe --kind behavioural --principle 'Dive Deep' --json <answer.txt
like "$out" '"principle":"dive-deep"' 'a principle by its name'
run spar talk probe --kind behavioural <answer.txt
like "$out" '"40 minutes"  = 2400 s, said in minutes' 'a value says what it is counted in'
run spar talk probe --kind sql --level L9 <answer.txt
exits 2 'an unknown level'
run spar talk probe --kind sql --table none <answer.txt
exits 3 'an unknown table'

cat >gold.jsonl <<'END'
{"id":"a","kind":"behavioural","principle":null,"question":"Tell me.","answer":"I rewrote the load. It takes 40 minutes now.","clues":[{"type":"actor","quote":"I"},{"type":"action","quote":"rewrote the load"}],"complete":false,"gaps":["no_decision"],"not_gaps":["no_metric"],"evaluable":true,"turns":[{"gap":"no_decision","probe":"Why?","reply":"I can't share that.","verdict":"declined"}]}
{"id":"b","kind":"behavioural","principle":null,"question":"Tell me.","answer":"qwer asdf zxcv uiop hjkl vbnm dfgh","clues":[],"complete":false,"gaps":[],"not_gaps":[],"evaluable":false}
END
run spar talk eval gold.jsonl --json
like "$out" '^\{"answers":2,' 'talk eval counts answers'
for member in clue_f1 clues clue_recall gap_recall not_gap_violations probe_p1 probe_p3 asked_said grounding check_accuracy check_confusion salad_accepted p99_ms; do
	like "$out" "\"$member\":" "the summary has $member"
done
like "$out" '"check_accuracy":1.0' 'a reply judged as labelled'
like "$out" '"evaluable_accuracy":1.0' 'nonsense told from an answer'
run spar talk eval gold.jsonl --words-wrong 20
like "$out" 'words wrong 20 %' 'with word errors'
run spar talk eval --details gold.jsonl
like "$out" 'precision' 'details come before the figures'
echo '{"kind":"sql","answer":"x","clues":[{"type":"metric","quote":"y"}]}' >bad.jsonl
run spar talk eval bad.jsonl
exits 2 'a quote that is not in its answer'
like "$err" "bad.jsonl:1: the answer does not hold 'y'" 'is named with its line'
echo 'no json' >bad.jsonl
run spar talk eval bad.jsonl
exits 2 'what is no JSON'
true >bad.jsonl
run spar talk eval bad.jsonl
exits 2 'a file without answers'
like "$err" "no answer in 'bad.jsonl'" 'has no figures'
sed 's/,"turns".*/}/' gold.jsonl >no_turns.jsonl
run spar talk eval no_turns.jsonl
like "$out" 'check_accuracy +- ' 'nor have replies where there are none'
like "$out" 'actor +- +1\.000 ' 'nor clues where no line labels all'
run spar talk eval nothing.jsonl
exits 3 'no such file'

# The figures on the development part may rise, and must not fall back: on the first answers, and on those that were written to be unlike them.
gold=$ROOT/tests/talk/gold
run spar talk eval "$gold"/{behavioural,salads,technical,turns}.jsonl --json
like "$out" '"grounding":1.0' 'every quote is a substring'
like "$out" '"evaluable_accuracy":1.0' 'answers and what is none are told apart'
like "$out" '"salad_accepted":0' 'no list of the right words and no fluent evasion counts'
figure() {
	grep -oE "\"$1\":[0-9.]+" <<<"$out" | head -1 | cut -d: -f2
}
while read -r name least; do
	ok "$name is at least $least: $(figure "$name")" awk -v got="$(figure "$name")" -v least="$least" 'BEGIN { exit !(got >= least) }'
done <<'END'
clue_f1 0.83
probe_p1 0.78
check_accuracy 0.91
opened 0.83
END
ok "asked_said is at most 0.05: $(figure asked_said)" awk -v got="$(figure asked_said)" 'BEGIN { exit !(got <= 0.05) }'
run spar talk eval "$gold"/fresh-*.jsonl --json
like "$out" '"grounding":1.0' 'every quote of the fresh answers is a substring'
while read -r name least; do
	ok "fresh: $name is at least $least: $(figure "$name")" awk -v got="$(figure "$name")" -v least="$least" 'BEGIN { exit !(got >= least) }'
done <<'END'
clue_f1 0.66
probe_p1 0.48
check_accuracy 0.90
END

# Replies of sessions that were played: what answers with the words of a long talk, and what stands beside the point.
run spar talk eval "$gold"/played.jsonl --json
ok "played: check_accuracy is at least 0.72: $(figure check_accuracy)" awk -v got="$(figure check_accuracy)" 'BEGIN { exit !(got >= 0.72) }'
# Short plain replies to Spar's own questions, true ones and empty ones; nothing is fitted on these.
run spar talk eval "$ROOT"/tests/talk/held/plain.jsonl --json
ok "held out: check_accuracy is at least 0.68: $(figure check_accuracy)" awk -v got="$(figure check_accuracy)" 'BEGIN { exit !(got >= 0.68) }'
run spar talk eval "$gold"/{salads,fresh-a,fresh-b,fresh-c}.jsonl --words-wrong 10 --json
ok "of the lists with one word in ten wrong at most two count: $(figure salad_accepted)" test "$(figure salad_accepted)" -le 2
run spar talk eval "$gold"/salads{,-a,-b}.jsonl --json
is "$(figure salad_survived)" 0 "no list and no evasion would survive a drill; $(figure salad_accepted) have a reply that counts"
run spar talk eval "$gold"/turns.jsonl --features
exits 0 'what replies show'
like "$out" $'^[a-z0-9-]+\t(full|partial|evaded|declined)\t(full|partial|evaded|declined)\t ALWAYS' 'a line has the answer, both verdicts and the features'

# A pack with mistakes: each with its place, and the rest still works.
mkdir -p pack/broken
cp -r "$ROOT"/content/amazon-de/. pack/broken/
sed -i "s/'How did it end?'/'How did it end? And then?'/; s/{you:action}/{nobody}/" pack/broken/talk/probes/behavioural.yaml
sed -i 's/topic: late_data/topic: late_dta/' pack/broken/talk/gaps/pipeline.yaml
SPAR_CONTENT=$HOME/pack SPAR_PACK=broken run spar talk check
exits 1 'a pack with mistakes'
like "$out" 'broken/talk/probes/behavioural.yaml:[0-9]+:[0-9]+: a probe is one question' 'two questions in one'
like "$out" 'unknown slot' 'an unknown slot'
like "$out" "broken/talk/gaps/pipeline.yaml:[0-9]+:[0-9]+: no topic is called 'late_dta'" 'an unknown topic'
SPAR_CONTENT=$HOME/pack SPAR_PACK=broken run spar talk probe --kind behavioural --seed 1 <answer.txt
exits 0 'and the rest still works'
done_testing
