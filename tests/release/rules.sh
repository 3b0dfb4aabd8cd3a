#!/bin/bash
# picket rules read, check and matrix, as a person meets them.
#
# usage: rules.sh BUILD      run in the source root
set -u
picket=$1/picket
books=testdata/agreements
failed=0

# expect CODE TEXT COMMAND...: the command ends so, and one of its lines holds the text.
expect() {
    local code=$1 text=$2 out got
    shift 2
    out=$("$@" 2>&1)
    got=$?
    if [ "$got" != "$code" ] || ! grep -qF -- "$text" <<<"$out"; then
        printf 'wanted %s and "%s" from: %s\ngot %s and:\n%s\n' "$code" "$text" "$*" "$got" "$out"
        failed=1
    fi
}

expect 0 'South Korea gives Japan, direct, tracks and notices of missile and nuclear from all its sensors, everywhere, always, exactly as measured, at once. (rok-missile)' \
    "$picket" rules read $books/bilateral-2016.yaml
expect 0 'South Korea never gives anyone anything from sensors of kind tracking, everywhere, always. (narrow-stays-home)' \
    "$picket" rules read $books/bilateral-2016.yaml
expect 0 'while its posture is crisis or attack' "$picket" rules read $books/lantern.yaml
expect 0 'via USA, 90 s later' "$picket" rules matrix $books/hub-2014.yaml
expect 0 'agreement bilateral: notice given, ends 2019-11-22' \
    "$picket" rules matrix $books/bilateral-2016.yaml --at 2019-10-01T00:00:00Z
expect 0 'except by never narrow-stays-home' "$picket" rules matrix $books/bilateral-2016.yaml --at 2019-10-01T00:00:00Z
# A period is asked about at the moment of the matrix; posture and emergency are told.
expect 0 'in dateline-box, outside shrine, except by never not-the-shrine; or tracks only, in dateline-box, in posture crisis or attack' \
    "$picket" rules matrix $books/lantern.yaml --at 2031-03-04T00:00:00Z
expect 0 'AVA -> BRO     alarm    exact 1 ' "$picket" rules matrix $books/lantern.yaml --at 2031-03-11T00:00:00Z
# Without a moment asked for it is one at which the last period has begun too.
expect 0 'rok-narrow only, in east-sea' "$picket" rules matrix $books/wishes.yaml
expect 0 'hub-2014.yaml: good. 3 nations, 3 sensors, 4 clauses, 2 rules, 3 examples hold, 0 lints, sha256 ' \
    "$picket" rules check $books/hub-2014.yaml
expect 1 'lint uncovered: no clause gives air, mine, land, cyber to anyone.' \
    "$picket" rules check --strict $books/bilateral-2016.yaml
sed 's/delay: 90 s/delay: 90/' $books/hub-2014.yaml >/tmp/bad.$$.yaml
expect 1 "/tmp/bad.$$.yaml:$(grep -n 'delay: 90$' /tmp/bad.$$.yaml | head -1 | cut -d: -f1): error: delay \"90\" has no unit. Write \"90 s\" or \"90 min\"." \
    "$picket" rules check /tmp/bad.$$.yaml
rm -f /tmp/bad.$$.yaml
expect 0 'box "dateline-box" is 10 degrees wide, crosses 180.' "$picket" rules check $books/lantern.yaml
expect 1 'this is a configuration of picketd and no rule book' "$picket" rules check testdata/demo.yaml
expect 2 'is not there (No such file or directory)' "$picket" rules check $books/nowhere.yaml
expect 2 'Did you mean "matrix"?' "$picket" rules matrx $books/hub-2014.yaml

# What a second book gives otherwise: changes that are alike fall together, each has a witness.
second=$(mktemp) || exit 1
trap 'rm -f "$second"' EXIT
sed -e '/name: narrow-stays-home/,/when: always/s/sensors: \[tracking\]/sensors: [sonar]/' \
    -e 's/velocity: withheld/velocity: 100 m\/s/' $books/bilateral-2016.yaml | sed '/^examples:/q' >"$second"
cat >>"$second" <<'END'
  - {name: alone, rule: national, at: 2019-10-01T03:00:00Z, given: {sensor: rok-sky, report: track, categories: [air], position: 39.0 N 127.5 E, altitude: 20 km, caveats: none}, declared: none, expect: [{who: everyone-else, sees: nothing}]}
END
expect 0 'verdict   the same' "$picket" rules diff $books/bilateral-2016.yaml $books/bilateral-2016.yaml
expect 1 'looser    ROK -> JPN missile, nuclear from rok-narrow: nothing -> exact.  Witness: rok-narrow, track, missile, 39.0 N 127.5 E, 20 km, ' \
    "$picket" rules diff $books/bilateral-2016.yaml "$second"
expect 1 'looser    JPN -> ROK surface, subsurface tracks from jpn-patrol: velocity withheld -> 100 m/s.  Witness: jpn-patrol, track, surface, 37.0 N 132.0 E, altitude unknown, rule bilateral, 2016-11-23T00:00:00Z' \
    "$picket" rules diff $books/bilateral-2016.yaml "$second"
expect 1 'verdict   looser; everything else is the same' "$picket" rules diff $books/bilateral-2016.yaml "$second"
expect 1 'verdict   stricter; everything else is the same' "$picket" rules diff "$second" $books/bilateral-2016.yaml
expect 2 'diff wants two books' "$picket" rules diff $books/bilateral-2016.yaml
expect 2 'is one file too many: check takes one.' "$picket" rules check $books/hub-2014.yaml $books/hub-2014.yaml
rm -f "$second"

# The page has every cell of the grid, and a title cannot write HTML.
page=$(mktemp) || exit 1
trap 'rm -f "$page"' EXIT
sed 's/^title: .*/title: "<b>\&"/' $books/hub-2014.yaml >"$page.yaml"
expect 0 'via USA, 90 s later' "$picket" rules matrix "$page.yaml" --html "$page"
rm -f "$page.yaml"
if ! grep -q '<h1>&#60;b&#62;&#38;</h1>' "$page" ||
    ! grep -q '<tr><td>ROK -&#62; JPN</td><td>passed-on 1</td><td>.</td>' "$page"; then
    printf 'the page is not as wanted:\n'
    cat "$page"
    failed=1
fi
# It is written beside its place and renamed: the old one is whole until then.
mkdir "$page.d"
ln "$page" "$page.d/old"
expect 0 'via USA, 90 s later' "$picket" rules matrix $books/hub-2014.yaml --html "$page"
if ! grep -q '<h1>&#60;b&#62;' "$page.d/old" || ls "$(dirname "$page")"/."$(basename "$page")".part 2>/dev/null; then
    printf 'the old page was written into, or a part is left\n'
    failed=1
fi
rm -r "$page.d"
expect 2 'nowhere/page.html cannot be written (No such file or directory).' \
    "$picket" rules matrix $books/hub-2014.yaml --html nowhere/page.html
exit $failed
