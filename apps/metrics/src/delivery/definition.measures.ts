/** What a figure means, so that nobody has to guess and a later definition can stand beside it. */
export interface Definition {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly unit: string;
  /** Which kinds of percentile its figures are; null where it has none. */
  readonly percentile: string | null;
  readonly formula: string;
  readonly source: string;
}

const dora = 'dora.dev, DORA’s software delivery performance metrics, 2026-01-05';

export const changeLeadTimeDefinition: Definition = {
  id: 'change-lead-time.commit',
  version: 1,
  name: 'Change lead time',
  unit: 'seconds',
  percentile: 'Median: linear interpolation (type 7). p85: nearest rank.',
  formula:
    'End of the first successful production deployment (by time, then by name) that contains the commit, less the time ' +
    'its author committed it. Contained: an ancestor of the deployed commit, and of no earlier one. Merge commits, ' +
    'commits off the main line and negative values are left out. Coverage: the share of the changes committed in the ' +
    'window that a deployment brought by its end.',
  source: dora,
};

export const deploymentFrequencyDefinition: Definition = {
  id: 'deployment-frequency',
  version: 1,
  name: 'Deployment frequency',
  unit: 'deployments per week',
  percentile: null,
  formula:
    'Successful production deployments that ended in the window, over its length in weeks of 168 hours. An end that is ' +
    'left open lies at the first or the last deployment.',
  source: dora,
};

export const pullRequestCycleDefinition: Definition = {
  id: 'pull-request-cycle',
  version: 1,
  name: 'Cycle of a change under review',
  unit: 'minutes, each stage rounded up',
  percentile: 'Median: linear interpolation (type 7). p85: nearest rank.',
  formula:
    'Coding: first commit to opening. Pickup: opening, or the end of the draft, to the first comment of somebody else. ' +
    'Review: first comment to merge. Deploy: merge to the end of the first production deployment whose difference to ' +
    'its predecessor holds the merge. Cycle: coding, opening to merge, and deploy. A negative stage is unknown.',
  source: 'Apache DevLake, plugin dora, calculateChangeLeadTime',
};

export const definitions: readonly Definition[] = [
  changeLeadTimeDefinition,
  deploymentFrequencyDefinition,
  pullRequestCycleDefinition,
];
