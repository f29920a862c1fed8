import type { Command, Event } from '@tandem/core';
import type { z } from 'zod';
import type { Evidence, Sealed, Template } from './session.events';

/** Who asks and when, and which teams take part: what a kind may know of the session around it. */
export interface Scene {
  readonly now: string;
  readonly personId: string;
  readonly facilitates: boolean;
  /** The team that the one who asks reports for. */
  readonly teamId?: string;
  /** Whether that is the person who writes what the team agreed on. */
  readonly represents: boolean;
  readonly teamIds: readonly string[];
  /** By person the team they report for. */
  readonly roster: Readonly<Record<string, string>>;
}

/** What must hold at the border of a phase, and what people are told while it does not. */
export interface Guard<State> {
  holds(state: State): boolean;
  readonly message: string;
}

/** What one author fills in: one sheet, so that contributions can be counted as people. */
export interface Form {
  readonly schema: z.ZodType<object>;
  /** It asks for words, which tell more of their author than scores: more people must stand behind what is shown. */
  readonly freeText?: true;
  /** What is wrong with a sheet that fits the schema: it may be so in one session and not in another. */
  objection?(sheet: object, author: Writing): string | undefined;
}

/** For which team somebody writes, in a session of these teams, and what was done in it so far. */
export interface Writing {
  readonly teamId: string;
  readonly teamIds: readonly string[];
  readonly work: unknown;
}

/** Who may use a command: whoever takes part, who reports for a team, who speaks for one, or who facilitates. */
export type Part = 'anyone' | 'participant' | 'team_rep' | 'facilitator';

/** What one kind of exercise adds to the kernel: its work, the guards that its template names, what it shows. */
export interface Exercise<Work = unknown, C extends Command = Command, E extends Event = Event> {
  /** Its course. A customer's own templates are made of the same commands, guards and forms. */
  readonly template: Template;
  /** Every command of the kind, and who may use it. */
  readonly commands: Readonly<Record<C['type'], Part>>;
  initialWork(): Work;
  /** Decides the kind's own commands. The kernel has seen to it that the phase takes them and that the person may. */
  decide(command: C, work: Work, scene: Scene): readonly E[];
  evolve(work: Work, event: E): Work;
  /** By name what one author fills in. A phase that collects names one. */
  readonly forms?: Readonly<Record<string, Form>>;
  /** Takes over what a phase collected. A phase that is gone through again gives anew all that it gave. */
  contributed?(work: Work, sealed: Sealed): Work;
  /** Forgets the words of a contribution that somebody had taken out; its scores, if it has any, stay. */
  redacted?(work: Work, contributionId: string): Work;
  readonly guards: Readonly<Record<string, Guard<Work>>>;
  /** What is shown when the phase that reveals is entered. */
  reveal(work: Work, now: string): readonly E[];
  /** The figures that a finding rests on, null when the work shows nothing of the kind. */
  evidence(work: Work, about: Pick<Evidence, 'fromTeamId' | 'toTeamId'>): Evidence | null;
}
