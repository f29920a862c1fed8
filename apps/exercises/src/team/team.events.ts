import type { Event } from '@tandem/core';

/** What a team does in the company: the seven that a roadmap needs to hear. */
export type TeamFunction = 'feature' | 'data' | 'site-reliability' | 'analytics' | 'design' | 'business' | 'product';

export type TeamEvent =
  | Event<'TeamFormed', { name: string; function: TeamFunction }>
  | Event<'MemberJoined', { personId: string }>
  | Event<'MemberLeft', { personId: string }>;
