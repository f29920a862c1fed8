import type { Event } from '@tandem/core';

/** What a notice is about, so that people can say which ones they want. */
export type Category = 'cycle_opened';

/** How much a notice asks of its reader. */
export type Severity = 'info' | 'action' | 'warning' | 'critical';

/** The two sides of a company. */
export type Side = 'product' | 'engineering';

/** What a notice says, as a text to be filled in when it is read. No free text, nothing about a person. */
export type Told = {
  readonly template: 'cycle-opened';
  readonly data: { readonly symptomId: string; readonly side: Side };
};

/** What a reader opens from the notice. */
export interface Subject {
  readonly kind: 'cycle';
  readonly id: string;
}

/** Everything of a notice but who has read it. */
export interface Notice {
  readonly recipientId: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly told: Told;
  readonly subject: Subject;
  /** The teams that it is about. */
  readonly teamIds: readonly string[];
}

export type NoticeEvent = Event<'NoticeGiven', Notice> | Event<'NoticeRead'>;
