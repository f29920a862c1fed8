import type { Told } from './notice.events';

/** A notice as a person reads it: what happened, and what to do next. */
export interface Text {
  readonly title: string;
  readonly body: string;
}

/** Fills a text in. Done when it is read, so that better words reach old notices too. */
export function textOf({ template, data }: Told): Text {
  switch (template) {
    case 'cycle-opened':
      return {
        title: 'An improvement cycle is yours',
        body: `An improvement cycle on symptom ${data.symptomId} has begun. You own it on the ${data.side} side.`,
      };
    case 'change-agreed':
      return {
        title: 'Both sides agreed on a change',
        body: `Change ${data.iteration} of the cycle on symptom ${data.symptomId} is agreed. Start it on its day, and measure it as the card says.`,
      };
    case 'change-measured': {
      const { title, next } = verdicts[data.verdict] ?? { title: 'A change was measured', next: 'Look at the result.' };
      const observed = `${observations(data.nBefore)} before and ${data.nAfter} after`;
      return {
        title,
        body: `Change ${data.iteration} of the cycle on symptom ${data.symptomId} was measured, with ${observed}. ${next}`,
      };
    }
    case 'cycle-adopted':
      return {
        title: 'A change stays',
        body: `The cycle on symptom ${data.symptomId} adopted its change${tries(data.iterations)}. If the symptom comes back before ${day(data.watchUntil)}, report it there.`,
      };
    case 'cycle-went-stale':
      return data.role === 'owner'
        ? {
            title: 'Your improvement cycle stands still',
            body: `Nobody has touched the cycle on symptom ${data.symptomId} since ${day(data.silentSince)}. Take its next step, or abandon it and say why.`,
          }
        : {
            title: 'A cycle that you began stands still',
            body: `Nobody has touched the cycle on symptom ${data.symptomId} since ${day(data.silentSince)}. Ask its two owners what keeps them.`,
          };
    case 'cycle-recurred':
      return {
        title: 'A symptom came back',
        body: `Symptom ${data.symptomId} came back though its change was adopted on ${day(data.adoptedAt)}. Ask why again: the cycle is open.`,
      };
    case 'symptom-confirmed':
      return {
        title: data.again ? 'A symptom that you found is back' : 'A symptom that you found is confirmed',
        body: `Sources that do not depend on each other show symptom ${data.symptomId}${data.again ? ' again' : ''}. Open an improvement cycle with the team, with an owner on each side.`,
      };
    case 'signature-asked':
      return {
        title: 'Your signature is asked for',
        body: `Version ${data.designVersion} of an experiment’s design is complete. Read it and sign it for your side, or say what has to change.`,
      };
    case 'experiment-started':
      return {
        title: 'An experiment that you signed has begun',
        body: `It began on ${day(data.startedAt)}. Leave its design as it is until the agreed look: an edit pauses it and needs both signatures anew.`,
      };
    case 'experiment-decided': {
      const { title, next } = decisions[data.decision] ?? { title: 'An experiment was decided', next: 'Look at it.' };
      const against =
        data.decision === data.ruled ? '' : ' The declared rule alone says otherwise; the record says why.';
      return { title, body: `Look ${data.look} saw ${data.units.toLocaleString('en')} units.${against} ${next}` };
    }
    case 'capacity-shortfall':
      return {
        title: 'Time for trying things goes unused',
        body: `The team used ${percent(data.usedPct)} of its time where ${percent(data.setPct)} is set aside, ${data.streak} windows in a row. Plan something to try, or set aside what you will keep.`,
      };
  }
}

const verdicts: Readonly<Record<string, { readonly title: string; readonly next: string }>> = {
  improved: { title: 'A change helped', next: 'It improved: adopt it, or refine it for more.' },
  worse: { title: 'A change made it worse', next: 'It got worse: take the change back, then refine or abandon it.' },
  'no-change': { title: 'A change made no difference', next: 'Nothing changed: refine it, or abandon it.' },
  'insufficient-data': {
    title: 'A change cannot be judged yet',
    next: 'That is too little to tell: measure more before you decide.',
  },
};

const decisions: Readonly<Record<string, { readonly title: string; readonly next: string }>> = {
  ship: { title: 'Decided: ship it', next: 'Deliver the winner to all, and write down what you learned.' },
  roll_back: { title: 'Decided: roll it back', next: 'Take the change back, and write down what you learned.' },
  iterate: { title: 'Decided: try something else', next: 'Write down what you learned, then propose what comes next.' },
  keep_running: { title: 'Decided: keep it running', next: 'Leave it alone until the next look.' },
};

const observations = (n: number) => (n === 1 ? '1 observation' : `${n} observations`);

const tries = (iterations: number) => (iterations === 1 ? '' : ` after ${iterations} tries`);

/** The day in UTC, such as 5 January 2026. */
const day = (moment: string) =>
  new Date(moment).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

const percent = (value: number) => `${value.toLocaleString('en', { maximumFractionDigits: 1 })} %`;
