import type {
  CapacityShortfall,
  CycleAdopted,
  CycleChangeAgreed,
  CycleMeasured,
  CycleOpened,
  CycleRecurred,
  CycleWentStale,
  ExperimentDecided,
  ExperimentSignatureAsked,
  ExperimentStarted,
  SymptomChanged,
} from '@tandem/contracts';
import type { Notice, Severity, Side } from './notice.events';

/** A notice without its reader. */
type News = Omit<Notice, 'recipientId'>;

interface Parties {
  readonly cycleId: string;
  readonly teamIds: readonly string[];
  readonly ownerProductId: string;
  readonly ownerEngineeringId: string;
}

/** The same to each of them, each once. */
const toEach = (recipientIds: readonly string[], news: News): Notice[] =>
  [...new Set(recipientIds)].map((recipientId) => ({ recipientId, ...news }));

const ownersOf = ({ ownerProductId, ownerEngineeringId }: Parties) => [ownerProductId, ownerEngineeringId];

const ofCycle = ({ cycleId, teamIds }: Parties) => ({ subject: { kind: 'cycle', id: cycleId }, teamIds }) as const;

/** A cycle began: its two owners, each for a side; one person who owns both sides is told once. */
export function onCycleOpened(body: CycleOpened): Notice[] {
  const { symptomId, ownerProductId, ownerEngineeringId } = body;
  const noticeTo = (recipientId: string, side: Side): Notice => ({
    recipientId,
    category: 'cycle_opened',
    severity: 'action',
    told: { template: 'cycle-opened', data: { symptomId, side } },
    ...ofCycle(body),
  });
  const forProduct = noticeTo(ownerProductId, 'product');
  return ownerProductId === ownerEngineeringId
    ? [forProduct]
    : [forProduct, noticeTo(ownerEngineeringId, 'engineering')];
}

/** Both sides agreed on a change: the owners, who now start it. */
export const onChangeAgreed = (body: CycleChangeAgreed): Notice[] =>
  toEach(ownersOf(body), {
    ...{ category: 'cycle_progress', severity: 'action', ...ofCycle(body) },
    told: { template: 'change-agreed', data: { symptomId: body.symptomId, iteration: body.iteration } },
  });

/** A change was measured: the owners, who now decide. */
export function onMeasured(body: CycleMeasured): Notice[] {
  const { symptomId, iteration, verdict, nBefore, nAfter } = body;
  return toEach(ownersOf(body), {
    ...{ category: 'result', severity: verdict === 'worse' ? 'warning' : 'action', ...ofCycle(body) },
    told: { template: 'change-measured', data: { symptomId, iteration, verdict, nBefore, nAfter } },
  });
}

/** A change stays: the owners, who watch it. */
export const onAdopted = (body: CycleAdopted): Notice[] =>
  toEach(ownersOf(body), {
    ...{ category: 'cycle_progress', severity: 'info', ...ofCycle(body) },
    told: {
      template: 'cycle-adopted',
      data: { symptomId: body.symptomId, iterations: body.iterations, watchUntil: body.watchUntil },
    },
  });

/** Nobody touches a cycle: its owners, and whoever began it, who can ask them. */
export function onWentStale(body: CycleWentStale): Notice[] {
  const { symptomId, silentSince, openedById } = body;
  const news = (role: 'owner' | 'opener'): News => ({
    ...{ category: 'cycle_stale', severity: 'warning', ...ofCycle(body) },
    told: { template: 'cycle-went-stale', data: { symptomId, silentSince, role } },
  });
  const owners = ownersOf(body);
  const opener = openedById === undefined || owners.includes(openedById) ? [] : [openedById];
  return [...toEach(owners, news('owner')), ...toEach(opener, news('opener'))];
}

/** What an adopted change was to cure is back: the owners, who ask again. */
export const onRecurred = (body: CycleRecurred): Notice[] =>
  toEach(ownersOf(body), {
    ...{ category: 'cycle_progress', severity: 'warning', ...ofCycle(body) },
    told: { template: 'cycle-recurred', data: { symptomId: body.symptomId, adoptedAt: body.adoptedAt } },
  });

/** A symptom is certain, or back: whoever found what speaks for it, who can open a cycle. Other changes ask nothing of anybody. */
export function onSymptomChanged({ symptomId, teamId, change, foundByIds = [] }: SymptomChanged, id: string): Notice[] {
  const again = change === 'recurred';
  if (change !== 'confirmed' && !again) return [];
  return toEach(foundByIds, {
    ...{ category: 'symptom_confirmed', severity: again ? 'warning' : 'action' },
    told: { template: 'symptom-confirmed', data: { symptomId, again } },
    ...{ subject: { kind: 'symptom', id }, teamIds: [teamId] },
  });
}

const ofExperiment = ({
  experimentId,
  teamIds,
}: {
  readonly experimentId: string;
  readonly teamIds: readonly string[];
}) => ({ subject: { kind: 'experiment', id: experimentId }, teamIds }) as const;

/** A design waits for signatures: those who are asked. */
export const onSignatureAsked = (body: ExperimentSignatureAsked): Notice[] =>
  toEach(body.askedIds, {
    ...{ category: 'signature_request', severity: 'action', ...ofExperiment(body) },
    told: { template: 'signature-asked', data: { designVersion: body.designVersion } },
  });

/** An experiment began: those who signed it. */
export const onExperimentStarted = (body: ExperimentStarted): Notice[] =>
  toEach(body.signerIds ?? [], {
    ...{ category: 'experiment_progress', severity: 'info', ...ofExperiment(body) },
    told: { template: 'experiment-started', data: { startedAt: body.startedAt } },
  });

/** An experiment was decided: those who signed it. To keep it running asks nothing of them. */
export function onExperimentDecided(body: ExperimentDecided): Notice[] {
  const { decision, ruled, look, units, signerIds = [] } = body;
  const severity: Severity = decision === 'keep_running' ? 'info' : 'action';
  return toEach(signerIds, {
    ...{ category: 'experiment_decision', severity, ...ofExperiment(body) },
    told: { template: 'experiment-decided', data: { decision, ruled, look, units } },
  });
}

/** Time that was set aside goes unused: whoever set it aside. */
export const onCapacityShortfall = ({ teamId, setPct, usedPct, streak, setById }: CapacityShortfall): Notice[] =>
  toEach(setById === undefined ? [] : [setById], {
    ...{ category: 'capacity_shortfall', severity: 'warning' },
    told: { template: 'capacity-shortfall', data: { setPct, usedPct, streak } },
    ...{ subject: { kind: 'team', id: teamId }, teamIds: [teamId] },
  });
