/** Why a text is no root cause, and what to ask instead. */
export interface Objection {
  readonly found: string;
  readonly askInstead: string;
}

/**
 * A root that blames somebody ends the search where it should begin: what made the mistake possible, and what let it
 * through? English and German. Source: Dekker, The Field Guide to Understanding Human Error (2006), and
 * the root cause guides that refuse "human error" as an answer.
 */
const blame: readonly (readonly [RegExp, string])[] = [
  [
    wordsOf(
      'human (?:error|failure|mistake)s?|menschliche[smnr]? (?:versagen|fehler)L*|bedienfehlerL*|(?:user|operator) errors?',
    ),
    'What made this mistake easy to make, and what let it through?',
  ],
  [
    wordsOf(
      'careful(?:ly)?|careless(?:ly|ness)?|pay(?:ing)? (?:more |closer |better )?attention|(?:besser|mehr) aufpassen|vorsichtiger?|umsichtiger|unvorsichtigL*|unaufmerksamL*|nachlässigL*|sorgfältiger|unachtsamL*',
    ),
    'What would make care unnecessary here: which check, default or signal is missing?',
  ],
  [
    wordsOf(
      '(?:forgot|forgets?|forgetfulL*|forgotten|vergessen|vergaß|vergaßen|vergisst|vergesslichL*)(?! ?-?(?:password|passwort))',
    ),
    'Why did it have to be remembered at all, and what would have reminded people?',
  ],
  [
    wordsOf(
      'lazy|laziness|incompetenL+|stupidL*|unmotivated|bad attitude|lack of (?:discipline|commitment|motivation)|faul|faulheit|unfähigL*|inkompetenL+|dummL*|unmotiviertL*|mangelnde[rs]? (?:disziplin|motivation)',
    ),
    'What in the work makes reasonable people act like this?',
  ],
  [
    wordsOf('tr(?:y|ied|ying) harder|work(?:ed|ing)? harder|do better next time|mehr anstrengen|mehr mühe geben'),
    'What stands in the way of those who already try?',
  ],
  [
    wordsOf('(?:his|her|their|your) (?:own )?fault|(?:selbst|selber) schuld|(?:seine|ihre|deren) schuld'),
    'What would have happened to somebody else in the same place?',
  ],
];

const person =
  'What would have happened to anybody else in this role? Name the role and the condition, not the person.';

/** The commonest given names of both languages that are no everyday words. */
const givenNames = new Set(
  `adam alexander alice amelie amy andrea andreas andrew angela anja anna anne annette anthony antje barbara ben benjamin
   bernd birgit brian carla carmen caroline christian christina christine christoph christopher claudia clara
   daniel david deborah dennis dieter dirk donna doris dorothy elena elias elisabeth elizabeth emily emma erika eva felix
   fiona florian franziska friedrich fritz gabriele george gerhard gregory günter günther hannah hans harald heather heike
   heinz helen helga helmut henry holger ines ingrid isabel jack jacob james jana jane jason jennifer jens jessica
   joachim johannes john jonas jonathan joseph julian jürgen karen karin karl katharina kathrin katja kevin klaus
   lars laura lea lena leon linda lisa louise lukas luke manfred manuel marcel marcus margaret maria marie marion markus
   martina matthew matthias maximilian melanie melissa mia michael michelle mike monika moritz nadine nancy nicholas
   nicole niklas nina nora oliver olivia patricia paul paula petra philipp rachel rainer ralf rebecca renate richard
   robert roland ronald ruth ryan sabine samantha samuel sandra sarah sebastian silke simon sofia sonja sophia sophie
   stefan stefanie stephanie stephen steven susan susanne sven tanja thomas thorsten tim tobias tom torsten ulrich ulrike
   ursula ute uwe vanessa vera verena walter werner william wolfgang yvonne`.split(/\s+/),
);

const namesPerson =
  /(?:^|[^\p{L}\p{N}.])@[\p{L}\p{N}_.-]+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+\.[\p{L}]{2,}|\b(?:Mr|Mrs|Ms|Miss|Herrn?|Frau|Dr|Prof)\b\.?\s+\p{Lu}[\p{L}-]+/u;

/** What keeps a text from being a root: blame, or a person. Null where nothing does. `names` are known people's; one that begins the text may be any word. */
export function objectionTo(text: string, names: readonly string[] = []): Objection | null {
  const told = text.normalize('NFC');
  for (const [pattern, askInstead] of blame) {
    const found = pattern.exec(told)?.[0].trim();
    if (found) return { found, askInstead };
  }
  const addressed = namesPerson.exec(told)?.[0].trim();
  if (addressed) return { found: addressed, askInstead: person };
  const known = new Set(names.flatMap((name) => name.toLowerCase().split(/\s+/)).filter(({ length }) => length > 2));
  const words = [...told.matchAll(/\p{Lu}\p{L}+/gu)].map(([word], i) => ({
    word,
    begins: i === 0 && told.startsWith(word),
  }));
  const alone = ({ word, begins }: (typeof words)[number]) => !begins && known.has(word.toLowerCase());
  const full = names.find((name) => name.includes(' ') && told.toLowerCase().includes(name.toLowerCase()));
  const named = full ?? words.find((one) => givenNames.has(one.word.toLowerCase()) || alone(one))?.word;
  return named === undefined ? null : { found: named, askInstead: person };
}

/** Whole words, whatever letters of whatever alphabet stand around them; `L` is one letter more. */
function wordsOf(alternatives: string): RegExp {
  return new RegExp(`(?<![\\p{L}])(?:${alternatives.replaceAll(/L([*+])/g, '\\p{L}$1')})(?![\\p{L}])`, 'iu');
}
