import { demand } from '@tandem/core';
import { mostText } from './design.decider';

/** A text that people of next year can read. */
export function demandText(name: string, text: string, most = mostText): void {
  demand(text.trim() !== '', `${name}-missing`, `\`${name}\` must say something, for those who read it next year.`);
  demand(text.length <= most, 'too-long', `\`${name}\` has room for ${most} characters.`);
}
