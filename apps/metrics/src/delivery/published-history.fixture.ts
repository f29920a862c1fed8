import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { referenceData } from '@tandem/core/testing';
import type { CommitFact } from './dora.measures';

const folder = referenceData('metrics/githistory');

/** The repositories whose history and figures are published; none where the reference data is missing. */
export const publishedHistories = folder ? ['apache__incubator-devlake', 'slackapi__node-slack-sdk'] : [];

/** A test of this name says loudly whether the others could run. */
export const historyIsThere = folder ? 'are all there' : `ARE MISSING, NOTHING WAS COMPARED: set TANDEM_REFERENCE_DATA`;

interface Tag {
  readonly name: string;
  readonly at: number;
  readonly sha: string;
}

interface TagTruth {
  readonly tag: string;
  readonly new_commits: number;
  readonly lead_time_mean_s: number | null;
}

/** What of truth.json is a figure. */
export interface Truth {
  readonly per_tag: readonly TagTruth[];
}

/**
 * A published history: commits, tags as deployments, and the figures that were counted by git itself.
 *
 * The published commits are those of the main line, while a quarter of the tags stand on release branches, whose own
 * commits are not published. Where such a branch left the main line follows from how many commits its tag was the
 * first to contain: there is one such commit, or the mean lead time tells which of two it is.
 */
export function publishedHistory(name: string): { commits: CommitFact[]; tags: Tag[]; truth: Truth } {
  const read = (file: string) => fs.readFileSync(path.join(folder!, name, file));
  const { source: _, head: __, head_ts: ___, definition: ____, ...truth } = JSON.parse(read('truth.json').toString());
  const commits = rows(gunzipSync(read('commits.csv.gz')).toString()).map(
    ([sha = '', parents = '', authored, , , , kind]): CommitFact => ({
      sha,
      parents: parents.split(' ').filter(Boolean),
      authoredAt: Number(authored),
      merge: kind === 'merge',
      mainline: true,
    }),
  );
  const tags = rows(read('tags.csv').toString()).map(([tag = '', at, sha = '']): Tag => ({
    name: tag,
    at: Number(at),
    sha,
  }));
  return { commits: [...commits, ...branchTips(commits, tags, truth)], tags, truth };
}

const rows = (text: string) =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map((cell) => cell.trim()));

function branchTips(commits: readonly CommitFact[], tags: readonly Tag[], { per_tag }: Truth): CommitFact[] {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  const seen = new Set<string>();
  const tips = new Map<string, CommitFact>();
  const timeOf = new Map(tags.map(({ name, at }) => [name, at]));
  const shaOf = new Map(tags.map(({ name, sha }) => [name, sha]));

  for (const { tag, new_commits, lead_time_mean_s } of per_tag) {
    const sha = shaOf.get(tag)!;
    const at = timeOf.get(tag)!;
    let fork: string | undefined = sha;
    if (!bySha.has(sha)) {
      const isFork = ({ sha }: CommitFact) => {
        const brought = unseen(sha, bySha, seen, new_commits);
        return brought.length === new_commits && meanLead(brought, at) === lead_time_mean_s;
      };
      fork = new_commits === 0 ? undefined : commits.find((commit) => !seen.has(commit.sha) && isFork(commit))?.sha;
      if (!tips.has(sha))
        tips.set(sha, { sha, parents: fork ? [fork] : [], authoredAt: at, merge: false, mainline: false });
    }
    if (fork) for (const { sha } of unseen(fork, bySha, seen)) seen.add(sha);
  }
  return [...tips.values()];
}

function unseen(from: string, bySha: Map<string, CommitFact>, seen: Set<string>, most = Infinity): CommitFact[] {
  const found = new Map<string, CommitFact>();
  const ahead = [from];
  for (let sha = ahead.pop(); sha !== undefined && found.size <= most; sha = ahead.pop()) {
    const commit = bySha.get(sha);
    if (!commit || seen.has(sha) || found.has(sha)) continue;
    found.set(sha, commit);
    ahead.push(...commit.parents);
  }
  return [...found.values()];
}

function meanLead(commits: readonly CommitFact[], at: number): number | null {
  const leads = commits.filter(({ merge }) => !merge).map(({ authoredAt }) => at - authoredAt);
  const measured = leads.filter((seconds) => seconds >= 0);
  return measured.length === 0 ? null : Number((measured.reduce((a, b) => a + b, 0) / measured.length).toFixed(3));
}
