import type { Told } from './notice.events';

/** A notice as a person reads it. */
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
  }
}
