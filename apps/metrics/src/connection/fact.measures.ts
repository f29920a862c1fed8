import { z } from 'zod';

const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'must not hold control characters');

const sha = z.string().regex(/^[\w.-]{1,64}$/, 'must be a commit id: 1 to 64 letters, digits, "_", "." or "-"');

/** Years outside this range are slips of a keyboard or a clock, and would stretch every chart. */
const moment = z.iso
  .datetime({ offset: true, error: 'must be a real ISO 8601 time with its zone, such as 2026-01-05T09:00:00Z' })
  .transform((told) => new Date(told))
  .refine((at) => at.getTime() >= 0 && at.getUTCFullYear() < 2100, 'must lie between the years 1970 and 2099');

const notBefore = (earlier: string, later: string) => ({
  path: [later],
  message: `must not be before ${earlier}`,
});

const Commit = z.strictObject({
  kind: z.literal('commit'),
  sha,
  /** In the order of git. */
  parents: z.array(sha).max(64),
  authoredAt: moment,
  author: text(320).optional(),
  /** A merge brings no change of its own and is not measured. Left out: two or more parents make one. */
  merge: z.boolean().optional(),
  /**
   * Whether the main line contains it. A commit that only a release branch or an open branch has tells which changes a
   * deployment contains, but is not one: a change picked onto a release branch would count twice.
   */
  mainline: z.boolean().default(true),
});

const Tag = z.strictObject({ kind: z.literal('tag'), name: text(300), sha, at: moment });

const Release = z.strictObject({
  kind: z.literal('release'),
  /** The tag tells which commit it is. */
  tag: text(300),
  at: moment,
  prerelease: z.boolean().default(false),
});

const Deployment = z
  .strictObject({
    kind: z.literal('deployment'),
    id: text(200),
    sha,
    environment: text(200),
    /** Told by the tool; left out, the environment's name decides. */
    production: z.boolean().optional(),
    /** What is deployed, where a repository holds several things; its deployments follow each other. */
    service: text(200).optional(),
    startedAt: moment.optional(),
    /** Left out while it runs. */
    finishedAt: moment.optional(),
    outcome: z.enum(['pending', 'failure', 'success']),
  })
  .refine(
    (it) => !it.startedAt || !it.finishedAt || it.finishedAt >= it.startedAt,
    notBefore('startedAt', 'finishedAt'),
  )
  .refine((it) => (it.outcome === 'pending') === !it.finishedAt, {
    path: ['finishedAt'],
    message: 'is told of a finished deployment, and only of one',
  });

const PullRequest = z
  .strictObject({
    kind: z.literal('pull-request'),
    id: text(200),
    author: text(320).optional(),
    createdAt: moment,
    /** When it ceased to be a draft. */
    readyAt: moment.optional(),
    mergedAt: moment.optional(),
    closedAt: moment.optional(),
    mergeSha: sha.optional(),
    /** When this was so. Of two tellings the later holds. */
    updatedAt: moment.optional(),
  })
  .refine((it) => !it.mergedAt || it.mergedAt >= it.createdAt, notBefore('createdAt', 'mergedAt'))
  .refine((it) => !it.closedAt || it.closedAt >= it.createdAt, notBefore('createdAt', 'closedAt'));

const PullRequestCommit = z.strictObject({
  kind: z.literal('pull-request-commit'),
  pullRequest: text(200),
  sha,
  authoredAt: moment.optional(),
});

/** A review or a comment: somebody looked at the change. Only who and when, never the words. */
const Comment = z.strictObject({
  kind: z.literal('comment'),
  id: text(200),
  pullRequest: text(200),
  author: text(320).optional(),
  at: moment,
});

/** The commits that came between two deployed ones, where the graph of commits does not tell. */
const Diff = z.strictObject({
  kind: z.literal('diff'),
  from: sha.nullable(),
  to: sha,
  commits: z.array(sha).max(10_000),
});

const Incident = z
  .strictObject({
    kind: z.literal('incident'),
    id: text(200),
    openedAt: moment,
    resolvedAt: moment.optional(),
    updatedAt: moment.optional(),
  })
  .refine((it) => !it.resolvedAt || it.resolvedAt >= it.openedAt, notBefore('openedAt', 'resolvedAt'));

/**
 * One fact of delivery, as a tool tells it. It is also one line of the history import: a JSON object with `kind` and
 * the fields of that kind, nothing else. Each kind has a natural key (sha, name or id), so telling a fact twice is
 * harmless.
 */
export const ToldFact = z.discriminatedUnion('kind', [
  Commit,
  Tag,
  Release,
  Deployment,
  PullRequest,
  PullRequestCommit,
  Comment,
  Diff,
  Incident,
]);

export type ToldFact = z.output<typeof ToldFact>;

/** A commit seen in a push, which names no parents: its place is inferred until a history import tells it. */
export type SeenCommit = z.output<typeof Commit> & { readonly inferred: true };

export type Fact = ToldFact | SeenCommit;
export type FactKind = Fact['kind'];
