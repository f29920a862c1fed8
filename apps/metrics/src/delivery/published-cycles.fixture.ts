import fs from 'node:fs';
import path from 'node:path';
import { referenceData } from '@tandem/core/testing';
import type { PullRequestCycle } from './cycle.measures';

const folder = referenceData('metrics/devlake/dora_change_lead_time');

/** Whether DevLake's fixture can be read. */
export const cyclesAreThere = folder !== null;

/** The lines of an import that tell DevLake's project1, and the rows that DevLake expects of it. */
export function publishedCycles(): { lines: object[]; expected: Record<string, string>[] } {
  const services = new Set(
    rows('project_mapping').flatMap((it) => (it['project_name'] === 'project1' ? [it['row_id']] : [])),
  );
  const lines = [
    ...rows('cicd_deployment_commits')
      .filter((it) => services.has(it['cicd_scope_id']))
      .map((it) => ({
        kind: 'deployment',
        id: it['id'],
        sha: it['commit_sha'],
        environment: it['environment'],
        service: `${it['cicd_scope_id']}/${it['repo_url']}`,
        startedAt: moment(it['started_date']),
        finishedAt: moment(it['finished_date']),
        outcome: it['result'] === 'SUCCESS' ? 'success' : 'failure',
      })),
    ...rows('commits_diffs')
      .map((it) => [`${it['old_commit_sha']}..${it['new_commit_sha']}`, it] as const)
      .reduce<DiffLine[]>((diffs, [, it]) => {
        const from = it['old_commit_sha'] || null;
        const same = diffs.find((diff) => diff.from === from && diff.to === it['new_commit_sha']);
        if (same) same.commits.push(it['commit_sha']!);
        else diffs.push({ kind: 'diff', from, to: it['new_commit_sha']!, commits: [it['commit_sha']!] });
        return diffs;
      }, []),
    ...rows('pull_requests').map((it) => ({
      kind: 'pull-request',
      id: it['id'],
      author: it['author_id'] || undefined,
      createdAt: moment(it['created_date']),
      mergedAt: moment(it['merged_date']),
      mergeSha: it['merge_commit_sha'],
    })),
    ...rows('pull_request_commits').map((it) => ({
      kind: 'pull-request-commit',
      pullRequest: it['pull_request_id'],
      sha: it['commit_sha'],
      authoredAt: moment(it['commit_authored_date']),
    })),
    ...rows('pull_request_comments').map((it) => ({
      kind: 'comment',
      id: it['id'],
      pullRequest: it['pull_request_id'],
      author: it['account_id'] || undefined,
      at: moment(it['created_date']),
    })),
  ];
  return { lines, expected: rows('project_pr_metrics').map(({ project_name: _, ...row }) => row) };
}

/** A cycle in the columns of project_pr_metrics.csv. */
export const asDevLake = (it: PullRequestCycle): Record<string, string> => ({
  id: it.id,
  first_commit_sha: it.firstCommit?.sha ?? '',
  pr_coding_time: cell(it.codingMinutes),
  first_review_id: it.firstReview?.id ?? '',
  pr_pickup_time: cell(it.pickupMinutes),
  pr_review_time: cell(it.reviewMinutes),
  deployment_commit_id: it.deployment?.id ?? '',
  pr_deploy_time: cell(it.deployMinutes),
  pr_cycle_time: cell(it.cycleMinutes),
  first_commit_authored_date: date(it.firstCommit?.authoredAt),
  first_comment_date: date(it.firstReview?.at),
  pr_created_date: date(it.createdAt),
  pr_merged_date: date(it.mergedAt),
  pr_deployed_date: date(it.deployment?.finishedAt),
});

const cell = (value: number | null) => (value === null ? '' : String(value));
const date = (seconds: number | undefined) =>
  seconds === undefined ? '' : new Date(seconds * 1000).toISOString().replace('Z', '+00:00');

interface DiffLine {
  readonly kind: 'diff';
  readonly from: string | null;
  readonly to: string;
  readonly commits: string[];
}

function rows(table: string): Record<string, string>[] {
  const [head = '', ...body] = fs
    .readFileSync(path.join(folder!, `${table}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/);
  const names = head.split(',');
  return body.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

/** DevLake writes `2022-1-11 4:51:47` as well as ISO; both are UTC. */
function moment(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const [year, month, day, hour, minute, second] = text.split(/\D/).map(Number);
  return new Date(Date.UTC(year!, month! - 1, day, hour, minute, second)).toISOString();
}
