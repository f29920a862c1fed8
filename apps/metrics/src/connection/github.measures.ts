import { z } from 'zod';
import { type Fact, type SeenCommit, ToldFact } from './fact.measures';

/** What a delivery of GitHub means to us: facts, nothing that we measure, or a shape that we cannot read. */
export type Reading =
  | { readonly outcome: 'mapped'; readonly facts: readonly Fact[] }
  | { readonly outcome: 'not-a-delivery-fact' }
  | { readonly outcome: 'unreadable'; readonly why: string };

const person = z.object({ login: z.string() }).nullish();
const time = z.string().nullish();

const Push = z.object({
  ref: z.string(),
  after: z.string(),
  before: z.string(),
  created: z.boolean(),
  deleted: z.boolean(),
  forced: z.boolean(),
  head_commit: z.object({ id: z.string() }).nullish(),
  repository: z.object({ pushed_at: z.union([z.number(), z.string()]), default_branch: z.string() }),
  commits: z.array(
    z.object({
      id: z.string(),
      message: z.string(),
      timestamp: z.string(),
      author: z.object({ username: z.string().nullish(), email: z.string().nullish() }),
    }),
  ),
});

const Pull = z.object({
  number: z.number(),
  user: person,
  created_at: z.string(),
  updated_at: time,
  closed_at: time,
  merged_at: time,
  merge_commit_sha: z.string().nullish(),
  head: z.object({ sha: z.string() }),
});
const PullRequest = z.object({ action: z.string(), pull_request: Pull });
const Review = z.object({
  action: z.string(),
  review: z.object({ id: z.number(), user: person, submitted_at: time }),
  pull_request: Pull.pick({ number: true }),
});
const Remark = z.object({ id: z.number(), user: person, created_at: z.string() });
const ReviewComment = z.object({ action: z.string(), comment: Remark, pull_request: Pull.pick({ number: true }) });
const IssueComment = z.object({
  action: z.string(),
  comment: Remark,
  issue: z.object({ number: z.number(), pull_request: z.unknown().optional() }),
});
const Issue = z.object({
  action: z.string(),
  issue: z.object({
    number: z.number(),
    created_at: z.string(),
    updated_at: time,
    closed_at: time,
    labels: z.array(z.object({ name: z.string() })).optional(),
  }),
});
const Deployed = z.object({
  deployment: z.object({
    id: z.number(),
    sha: z.string(),
    environment: z.string(),
    production_environment: z.boolean().optional(),
    created_at: z.string(),
  }),
  deployment_status: z.object({ state: z.string(), created_at: z.string() }).optional(),
});
const Released = z.object({
  action: z.string(),
  release: z.object({ tag_name: z.string(), draft: z.boolean(), prerelease: z.boolean(), published_at: time }),
});

/** Issues with this label are incidents: something that customers felt. */
export const incidentLabel = 'incident';

const readers: Record<string, (payload: unknown) => readonly unknown[]> = {
  push: (payload) => pushed(Push.parse(payload)),

  pull_request: (payload) => {
    const { action, pull_request: pull } = PullRequest.parse(payload);
    return [
      {
        kind: 'pull-request',
        id: String(pull.number),
        author: pull.user?.login,
        createdAt: pull.created_at,
        readyAt: action === 'ready_for_review' ? (pull.updated_at ?? undefined) : undefined,
        mergedAt: pull.merged_at ?? undefined,
        closedAt: pull.closed_at ?? undefined,
        mergeSha: pull.merged_at ? (pull.merge_commit_sha ?? undefined) : undefined,
        updatedAt: pull.updated_at ?? undefined,
      },
      { kind: 'pull-request-commit', pullRequest: String(pull.number), sha: pull.head.sha },
    ];
  },

  pull_request_review: (payload) => {
    const { action, review, pull_request: pull } = Review.parse(payload);
    return action === 'submitted' && review.submitted_at
      ? [comment(`review-${review.id}`, pull.number, review.user, review.submitted_at)]
      : [];
  },

  pull_request_review_comment: (payload) => {
    const { action, comment: said, pull_request: pull } = ReviewComment.parse(payload);
    return action === 'created' ? [comment(`review-comment-${said.id}`, pull.number, said.user, said.created_at)] : [];
  },

  issue_comment: (payload) => {
    const { action, comment: said, issue } = IssueComment.parse(payload);
    return action === 'created' && issue.pull_request
      ? [comment(`comment-${said.id}`, issue.number, said.user, said.created_at)]
      : [];
  },

  issues: (payload) => {
    const { issue } = Issue.parse(payload);
    if (!issue.labels?.some(({ name }) => name.toLowerCase() === incidentLabel)) return [];
    return [
      {
        kind: 'incident',
        id: `issue-${issue.number}`,
        openedAt: issue.created_at,
        resolvedAt: issue.closed_at ?? undefined,
        updatedAt: issue.updated_at ?? undefined,
      },
    ];
  },

  deployment: (payload) => [deployment(Deployed.parse(payload))],
  deployment_status: (payload) => [deployment(Deployed.parse(payload))],

  release: (payload) => {
    const { action, release } = Released.parse(payload);
    return ['published', 'released', 'prereleased'].includes(action) && !release.draft && release.published_at
      ? [{ kind: 'release', tag: release.tag_name, at: release.published_at, prerelease: release.prerelease }]
      : [];
  },
};

/** Reads one delivery of GitHub by the name of its event. Never throws: a shape that we do not know is told, not lost. */
export function readGitHub(event: string, payload: unknown): Reading {
  const reader = Object.hasOwn(readers, event) ? readers[event] : undefined;
  if (!reader) return { outcome: 'not-a-delivery-fact' };
  try {
    const facts = reader(payload).map(checked);
    return facts.length > 0 ? { outcome: 'mapped', facts } : { outcome: 'not-a-delivery-fact' };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    return { outcome: 'unreadable', why: `${issue?.path.join('.')}: ${issue?.message}` };
  }
}

/** The same checks as for an import, so that no door lets in what the other refuses. */
function checked(told: unknown): Fact {
  const { inferred, ...fact } = told as SeenCommit;
  const read = ToldFact.parse(fact);
  return inferred && read.kind === 'commit' ? { ...read, inferred } : read;
}

const branch = 'refs/heads/';
const tag = 'refs/tags/';

function pushed(push: z.output<typeof Push>): readonly unknown[] {
  if (push.deleted) return [];
  if (push.ref.startsWith(tag))
    return [
      {
        kind: 'tag',
        name: push.ref.slice(tag.length),
        sha: push.head_commit?.id ?? push.after,
        at: instant(push.repository.pushed_at),
      },
    ];
  if (!push.ref.startsWith(branch)) return [];
  // A push names no parents, but what it ends in contains every commit of it, oldest first.
  const base = push.created || push.forced ? [] : [push.before];
  return push.commits.map((commit, index) => ({
    kind: 'commit',
    sha: commit.id,
    parents: index === 0 ? base : [push.commits[index - 1]?.id],
    authoredAt: commit.timestamp,
    author: commit.author.username ?? commit.author.email ?? undefined,
    inferred: true,
    mainline: push.ref === branch + push.repository.default_branch,
    merge: /^Merge (pull request|branch|remote-tracking branch|tag|commit) /.test(commit.message),
  }));
}

function instant(told: number | string): string {
  if (typeof told === 'string') return told;
  const at = new Date(told * 1000);
  return Number.isNaN(at.getTime()) ? 'no moment' : at.toISOString();
}

const comment = (id: string, pull: number, user: z.output<typeof person>, at: string) => ({
  kind: 'comment',
  id,
  pullRequest: String(pull),
  author: user?.login,
  at,
});

const outcomes: Record<string, 'success' | 'failure'> = { success: 'success', failure: 'failure', error: 'failure' };

function deployment({ deployment: it, deployment_status: status }: z.output<typeof Deployed>) {
  const outcome = (status && outcomes[status.state]) ?? 'pending';
  return {
    kind: 'deployment',
    id: `deployment-${it.id}`,
    sha: it.sha,
    environment: it.environment,
    production: it.production_environment || undefined,
    startedAt: it.created_at,
    finishedAt: outcome === 'pending' ? undefined : status?.created_at,
    outcome,
  };
}
