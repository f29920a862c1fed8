import { seededRandom } from '@tandem/statistics';
import { traceOf } from './session/feedback-speed/golden-traces.fixture';
import type { AgreedTrace } from './session/feedback-speed/feedback-speed.events';
import type { InfoItem } from './session/signal-noise/signal-noise.events';
import { blankSignalNoise, type SignalNoise } from './session/signal-noise/signal-noise-work.measures';
import type { Challenge, Frequency } from './session/silo-spotlight/silo-spotlight.events';

/**
 * An enterprise whose silos are known, and what its people would say of them. Assumed:
 * - 24 teams of 12 or 13, 300 people; every team chose three others to work with, so that each works with some six.
 * - Eight pairs of those that work together are silos: each side suffers from the other in two challenges, severity 4 or
 *   5, weekly or daily, and three in four things that it gets from there are noise, or what it needs does not come.
 * - Each of the 300 names, alone and unnamed, one thing from every team that theirs works with; figures need 5 people.
 * - Of each other team that it works with, a team has one challenge, severity 1 to 4, rare to weekly, and one in five
 *   things from there is noise.
 * - One in five answers is wrong or missing, half of them each: a missing challenge or item is left out, a wrong
 *   challenge names some other team, a wrong item says noise for signal and signal for noise.
 */
export interface Enterprise {
  readonly teamIds: readonly string[];
  /** The silos, both teams in order. */
  readonly planted: readonly string[];
  readonly challenges: readonly Challenge[];
  readonly signals: SignalNoise;
}

const teams = 24;
const people = 300;
const silos = 8;
const errors = 0.2;

export const pairName = (a: string, b: string) => [a, b].sort().join(' ');

export function enterprise(seed: number): Enterprise {
  const { uniform, whole, chosen } = chance(`enterprise ${seed}`);
  const teamIds = Array.from({ length: teams }, (_, index) => `T${String(index + 1).padStart(2, '0')}`);
  const working = new Set(
    teamIds.flatMap((team) => {
      const others = teamIds.filter((other) => other !== team);
      return [1, 2, 3].map(() => pairName(team, chosen(others)));
    }),
  );
  const left = [...working].sort();
  const planted = Array.from({ length: silos }, () => left.splice(whole(0, left.length - 1), 1)[0]!).sort();
  const isSilo = (a: string, b: string) => planted.includes(pairName(a, b));
  const partnersOf = (team: string) => teamIds.filter((other) => other !== team && working.has(pairName(team, other)));

  const challenges = teamIds.flatMap((teamId) =>
    partnersOf(teamId).flatMap((partner) =>
      (isSilo(teamId, partner) ? [1, 2] : [1]).flatMap((number): Challenge[] => {
        const fate = uniform();
        if (fate < errors / 2) return [];
        const isWrong = fate < errors;
        const named = isWrong ? chosen(teamIds.filter((other) => other !== teamId)) : partner;
        const isHeavy = isSilo(teamId, partner);
        const often: readonly Frequency[] = isHeavy ? ['weekly', 'daily'] : ['rare', 'monthly', 'weekly'];
        return [
          {
            challengeId: `${teamId} ${partner} ${number}`,
            teamId,
            text: `What ${partner} does (${number})`,
            category: 'dependency',
            severity: isHeavy ? whole(4, 5) : whole(1, 4),
            frequency: chosen(often),
            relations: [{ teamId: named, type: 'lacks_info_from' }],
          },
        ];
      }),
    ),
  );

  const itemOf = (fromTeamId: string, isHeavy: boolean): InfoItem[] => {
    const fate = uniform();
    if (fate < errors / 2) return [];
    const isNoise = uniform() < (isHeavy ? 0.75 : 0.2) !== fate < errors;
    const flow = { fromTeamId, topic: 'Plans', channel: 'chat', perWeek: 1, minutesPerWeek: 10 };
    if (isNoise && isHeavy && uniform() < 1 / 3) return [{ kind: 'missing', fromTeamId, topic: 'Plans' }];
    return isNoise
      ? [{ kind: 'noise', ...flow, cost: whole(1, 5), reason: 'irrelevant' }]
      : [{ kind: 'signal', ...flow, value: whole(1, 5) }];
  };
  const sheets = Array.from({ length: people }, (_, index) => {
    const teamId = teamIds[index % teams]!;
    const items = partnersOf(teamId).flatMap((from) => itemOf(from, isSilo(teamId, from)));
    return { contributionId: `sheet ${index + 1}`, teamId, people: 1, items };
  });
  return { teamIds, planted, challenges, signals: { ...blankSignalNoise, teamIds, mode: 'detached', k: 5, sheets } };
}

/** The same said by teams: each puts what its people named on one sheet. */
export const inConsensus = ({ sheets, ...signals }: SignalNoise): SignalNoise => ({
  ...signals,
  mode: 'team_consensus',
  sheets: signals.teamIds.map((teamId) => {
    const own = sheets.filter((sheet) => sheet.teamId === teamId);
    return {
      contributionId: `sheet of ${teamId}`,
      teamId,
      people: own.length,
      items: own.flatMap(({ items }) => items),
    };
  }),
});

/**
 * Feedback that went through four hops of five teams. Assumed: hours of a hop are log-normal, σ .5 of their logarithms,
 * median 24, of which seven tenths are waiting; if one is planted, the hop D to E takes three times as long.
 */
export function feedbackBatch(seed: number, traces: number, isPlanted: boolean): readonly AgreedTrace[] {
  const { normal } = chance(`feedback ${seed} ${traces} ${isPlanted}`);
  const hop = (index: number) => {
    const hours = 24 * Math.exp(0.5 * normal()) * (isPlanted && index === 2 ? 3 : 1);
    return `${0.7 * hours},${0.3 * hours}`;
  };
  return Array.from({ length: traces }, (_, index) => traceOf([0, 1, 2, 3].map(hop).join(' '), index));
}

function chance(seed: string) {
  const random = seededRandom(seed);
  const uniform = () => (random() + 0.5) / 2 ** 32;
  const whole = (least: number, most: number) => least + Math.floor(uniform() * (most - least + 1));
  return {
    uniform,
    whole,
    chosen: <Item>(items: readonly Item[]) => items[whole(0, items.length - 1)]!,
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}
