import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { teams } from '../sample/company';
import {
  cookieCatsBatches,
  cookieCatsDecisionScript,
  cookieCatsScript,
  experimentIdOf,
} from '../sample/cookie-cats.script';
import { gateOpportunityScript } from '../sample/gate-opportunity.script';
import { cycleIdOf, feedbackSpeedScript, goldenSample } from '../sample/feedback-speed.script';
import { asRequests, readGitHistory } from '../sample/git-history';
import { githubDeliveries } from '../sample/github-deliveries';
import { idOf } from '../sample/ids';
import { improvementScript } from '../sample/improvement.script';
import type { Step } from '../sample/script';
import { signalNoiseScript, signalSessionId } from '../sample/signal-noise.script';
import { siloAnswersScript, siloReader, siloSessionId, siloSpotlightScript } from '../sample/silo-spotlight.script';
import { teamsScript } from '../sample/teams.script';
import type { Customer } from './customer';
import { UsageError } from './options';

/** Signs what the sample sends as GitHub. It opens nothing but the sample's own connection, on this machine. */
const webhookSecret = 'for the sample company only';

/** Well below what the history door takes at once. */
const historyBytes = 4 * 1024 * 1024;

/** Of the cycle and the experiment that are theirs. */
const toldOwners = 5;

type Say = (line: string) => void;

/** Tells the sample company where it has not been told, and waits until all four services show what follows from it. */
export async function loadSample(customer: Customer, repo: string | undefined, say: Say): Promise<void> {
  if (!(await isLoaded(customer))) await tellSample(customer, repo, say);
  else {
    say('  the sample company is there');
    if (repo !== undefined) await tellHistory(customer, repo, say);
  }
  await followed(customer);
}

/**
 * Through the doors that customers use. What was told before is told again without effect, so that a load that was
 * interrupted goes on.
 */
async function tellSample(customer: Customer, repo: string | undefined, say: Say): Promise<void> {
  await customer.play('teams', teamsScript());
  await tellDeliveries(customer, say);
  await tellHistory(customer, repo, say);
  await tellExperiment(customer, say);
  await tellSessions(customer);
  await customer.play('feedback-speed', feedbackSpeedScript());
  say('  exercises: a Silo Spotlight, a Signal-to-Noise session and a Feedback Speed Test, each to its close');
  await customer.play('improvement', improvementScript());
  say('  improvement: five whys, and a cycle until its change is measured');
}

async function tellSessions(customer: Customer): Promise<void> {
  const play = async (sessionId: string, script: string, steps: readonly Step[]) =>
    customer.play(script, steps, await phasesOver(customer, sessionId));
  await play(siloSessionId, 'silo-spotlight', siloSpotlightScript());
  const { siloSpotlight } = await customer.ask<{ siloSpotlight: { challenges: { id: string; text: string }[] } }>(
    siloReader,
    `{ siloSpotlight(sessionId: "${siloSessionId}") { challenges { id text } } }`,
  );
  const ids = new Map(siloSpotlight.challenges.map(({ id, text }) => [text, id]));
  await play(
    siloSessionId,
    'silo-answers',
    siloAnswersScript((text) => ids.get(text)!),
  );
  await play(signalSessionId, 'signal-noise', signalNoiseScript());
}

/** Which phases of a session lie behind it: none where it has not begun. */
async function phasesOver({ ask }: Customer, sessionId: string): Promise<(phase: string) => boolean> {
  const query = `{ session(id: "${sessionId}") { status phase course { id } } }`;
  const { session } = await ask<{ session: { status: string; phase: string | null; course: { id: string }[] } | null }>(
    'fay',
    query,
  );
  if (!session || ['draft', 'scheduled'].includes(session.status)) return () => false;
  const at = (phase: string) => session.course.findIndex(({ id }) => id === phase);
  const { phase: now } = session;
  return (phase) => now === null || at(phase) < at(now);
}

/** What is followed comes a moment later; after a kill, once the lease of the process that died has run out. */
async function followed({ ask }: Customer): Promise<void> {
  const query = `{ team(id: "${teams.Engineering.id}") { findings { totalCount } } inbox { totalCount } }`;
  for (let tries = 0; tries < 150; tries++) {
    const shown = await Promise.all(['pia', 'tom'].map((owner) => ask<Shown>(owner, query)));
    if (shown.every(({ team, inbox }) => team && team.findings.totalCount > 0 && inbox.totalCount >= toldOwners))
      return;
    await sleep(200);
  }
}

interface Shown {
  readonly team: { readonly findings: { readonly totalCount: number } } | null;
  readonly inbox: { readonly totalCount: number };
}

/** What became of the change is the last thing that is told. */
async function isLoaded({ ask }: Customer): Promise<boolean> {
  const query = `{ cycle(id: "${cycleIdOf(goldenSample.name)}") { iterations { measurements { measuredAt } } } }`;
  const { cycle } = await ask<{ cycle: { iterations: { measurements: object[] }[] } | null }>('pia', query);
  return cycle?.iterations.some(({ measurements }) => measurements.length > 0) ?? false;
}

async function tellDeliveries(customer: Customer, say: Say): Promise<void> {
  const path = await connect(customer, 'Codertocat/Hello-World', 'deployment', 'webhookPath');
  const deliveries = await githubDeliveries(webhookSecret);
  await atATime(8, deliveries, ({ body, headers }) => customer.post(path, body, headers));
  say(`  metrics: ${deliveries.length} signed webhooks of GitHub`);
}

async function tellHistory(customer: Customer, repo: string | undefined, say: Say): Promise<void> {
  const dir = path.resolve(repo ?? '.');
  const lines = await readGitHistory(dir).catch((error: Error) => {
    if (repo !== undefined) throw new UsageError(`--repo: ${error.message}`);
    say(`  metrics: no git history, this is no clone (${error.message})`);
    return [];
  });
  if (lines.length === 0) return;
  const name = `local/${path.basename(dir).replace(/[^\w.-]/g, '-')}`;
  const door = await connect(customer, name, 'tag', 'historyPath');
  for (const body of asRequests(lines, historyBytes))
    await customer.post(door, body, { 'content-type': 'application/x-ndjson' }, 'tom');
  say(`  metrics: ${lines.length} commits and tags of ${name}`);
}

async function tellExperiment(customer: Customer, say: Say): Promise<void> {
  await customer.play('gate-opportunity', gateOpportunityScript());
  await customer.play('cookie-cats', cookieCatsScript());
  let facts = 0;
  if (!(await isDecided(customer)))
    await atATime(2, cookieCatsBatches(), async (batch) => {
      await customer.post('/v1/experiments/batch', batch.body, { 'content-type': 'application/json' }, 'ada');
      facts += batch.facts;
    });
  await customer.play('cookie-cats-decision', cookieCatsDecisionScript());
  say(`  experiments: Cookie Cats, ${facts.toLocaleString('en')} exposures and observations, and its decision`);
}

/** What is decided takes no more facts. */
async function isDecided({ ask }: Customer): Promise<boolean> {
  const query = `{ experiment(id: "${experimentIdOf()}") { decisions { decision } } }`;
  const { experiment } = await ask<{ experiment: { decisions: object[] } }>('pia', query);
  return experiment.decisions.length > 0;
}

type Paths = 'webhookPath' | 'historyPath';

async function connect({ ask }: Customer, repository: string, deployedBy: 'deployment' | 'tag', door: Paths) {
  const { registerConnection } = await ask<{ registerConnection: Record<Paths, string> }>(
    'tom',
    `mutation ($commandId: ID!, $teamId: ID!, $repository: String!, $secret: String!) {
      registerConnection(commandId: $commandId, teamId: $teamId, repository: $repository, secret: $secret, deployedBy: ${deployedBy}) {
        webhookPath historyPath
      }
    }`,
    { commandId: idOf(`connect ${repository}`), teamId: teams.Engineering.id, repository, secret: webhookSecret },
  );
  return registerConnection[door];
}

/** So many at once, and no more are made before they are needed. */
async function atATime<Item>(
  many: number,
  items: Iterable<Item>,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const one = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: many }, one));
}
