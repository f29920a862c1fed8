import { type Customer, word } from './customer';

/** Hours of wait and of dwell, hop by hop, of one piece of feedback. */
export type Line = readonly (readonly [wait: number, dwell: number])[];

/** A team on the path, and somebody who reports for it. */
export interface Station {
  readonly teamId: string;
  readonly by: Customer;
}

const hour = 3_600_000;

/** Runs a session from its draft to its close, and opens a cycle on what it found between these two stations. */
export async function runFeedbackSpeed(
  facilitator: Customer,
  path: readonly Station[],
  lines: readonly Line[],
  [from, to]: readonly [number, number],
  owners: { readonly product: Customer; readonly engineering: Customer },
  drafted: (sessionId: string) => Promise<void> = async () => undefined,
) {
  const iso = (ms: number) => new Date(ms).toISOString();
  const sessionId = await facilitator.command('draftSession', {
    kind: word('feedback_speed'),
    title: 'The second data set',
    teamIds: path.map(({ teamId }) => teamId),
  });
  await drafted(sessionId);
  const facilitate = (mutation: string, args = {}) => facilitator.command(mutation, { sessionId, ...args });
  await facilitate('scheduleSession', { startsAt: iso(Date.now() + hour) });
  for (const { by, teamId } of path) await by.command('joinSession', { sessionId, teamId });
  await facilitate('openSession');
  await facilitate('selectSubject', { subject: 'Another batch' });
  await facilitate('advancePhase');

  for (const [index, line] of lines.entries()) {
    let clock = Date.parse('2026-02-02T08:00:00Z') + index * hour;
    const origin = {
      source: word('user'),
      topic: `Feedback ${index}`,
      originTeamId: path[0]!.teamId,
      originAt: iso(clock),
    };
    const traceId = await path[0]!.by.command('openTrace', { sessionId, ...origin });
    for (const [i, [wait, dwell]] of line.entries()) {
      const [sender, receiver] = [path[i]!, path[i + 1]!];
      const hop = { sessionId, traceId, seq: i + 1 };
      const passage = { fromTeamId: sender.teamId, toTeamId: receiver.teamId, channel: word('chat') };
      await sender.by.command('reportHop', { ...hop, ...passage, sentAt: iso(clock) });
      await receiver.by.command('confirmHop', { ...hop, receivedAt: iso(clock + wait * hour) });
      clock += (wait + dwell) * hour;
    }
    const ending = { terminal: word('acted'), terminalAt: iso(clock) };
    await path[line.length]!.by.command('endTrace', { sessionId, traceId, ...ending });
  }

  for (let phase = 0; phase < 5; phase++) await facilitate('advancePhase');
  const pair = { fromTeamId: path[from]!.teamId, toTeamId: path[to]!.teamId };
  const findingId = await facilitate('recordFinding', {
    summary: 'Here it waits.',
    severity: 3,
    teamIds: [pair.fromTeamId, pair.toTeamId],
    ...pair,
  });
  await facilitate('linkFinding', { findingId, symptomId: 'S3' });
  await facilitate('closeSession');
  const cycleId = await facilitator.command('openCycle', {
    sessionId,
    findingId,
    symptomId: 'S3',
    ownerProductId: owners.product.id,
    ownerEngineeringId: owners.engineering.id,
  });
  return { sessionId, findingId, cycleId };
}

export const resultQuery = `query ($id: ID!) {
  feedbackSpeed(sessionId: $id) {
    result {
      p50 { value n } p90 { value }
      handlingRatio { value }
      bottleneck { fromTeamId toTeamId conclusive }
      pairs { fromTeamId toTeamId n p50 { value } p90 { value } share { value } }
    }
  }
}`;
