import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance';
import type { Settings } from './config';
import type { Replica } from './replica';
import { type Outcome, say } from './report';
import { settled, stage } from './stage';
import { type Findings, verdict } from './verdict';
import type { World } from './world';

/**
 * Restarts two replicas in turn with SIGTERM while requests come in. The client before them is as simple as a balancer
 * can be: round robin over those that last said that they are ready, and on to the next when nobody listens. It never
 * sends anything twice that somebody may have taken.
 */
export async function rolling(world: World, { restarts, requests }: Settings, chance: Chance): Promise<Outcome> {
  const on = await stage(world, 'rolling', { exercises: 2, notifications: 1 }, { chance, impatience: 0 });
  const { services, replicas, client, company, asked, sql } = on;
  const behind = services['exercises']!;
  const balancer = new Balancer(behind);
  const token = await world.issuer.token(company.facilitator);
  const { sessionId, findingId, owners } = company;
  const failed: string[] = [];
  const ids: string[] = [];
  let answered = 0;
  let goesOn = true;
  const ask = async () => {
    const id = randomUUID();
    const args = `sessionId: "${sessionId}", findingId: "${findingId}", symptomId: "S3", ownerProductId: "${owners[0].id}", ownerEngineeringId: "${owners[1].id}"`;
    const isCommand = chance.happens(0.1);
    const query = isCommand
      ? `mutation { openCycle(commandId: "${id}", ${args}) { id } }`
      : `{ session(id: "${sessionId}") { status title } }`;
    const { status, text } = await balancer
      .post('/graphql', token, JSON.stringify({ query }))
      .catch((error: Error) => ({ status: 0, text: error.message }));
    if (status !== 200 || text.includes('"errors"')) failed.push(`${isCommand ? id : 'query'}: ${status} ${text}`);
    else if (isCommand) ids.push(id);
    answered++;
  };
  const lane = async () => {
    while (goesOn) {
      await ask();
      await sleep(chance.between(0, 30));
    }
  };
  const begun = performance.now();
  const lanes = Promise.all(Array.from({ length: 8 }, lane));
  const codes: (number | null)[] = [];
  for (let n = 0; n < restarts; n++) {
    const replica = behind[n % behind.length]!;
    await Promise.all(behind.map((each) => each.ready()));
    await sleep(300);
    codes.push(await replica.terminate());
    say(`Restart ${n + 1} of ${restarts}; ${answered} requests, ${failed.length} failed.`);
  }
  while (answered < requests) await sleep(50);
  goesOn = false;
  await lanes;
  const seconds = (performance.now() - begun) / 1_000;
  balancer.close();
  await Promise.all(replicas.map((replica) => replica.ready()));
  ids.forEach((id) => asked.cycles.add(id));
  await settled(on, 60_000);
  await Promise.all(replicas.map((replica) => replica.stop()));
  const findings: Findings = await verdict(sql, client, company, asked);
  if (failed.length > 0) findings['failed'] = failed;
  const unclean = codes.filter((code) => code !== 0);
  if (unclean.length > 0) findings['did not end in order'] = unclean.map((code) => `a replica ended with ${code}`);
  return {
    part: 'Rolling restart under load',
    figures: [
      ['SIGTERMs', codes.length],
      ['requests', `${answered}, ${ids.length} of them commands, ${(answered / seconds).toFixed(0)} a second`],
      ['failed', failed.length],
      ['went on to the next replica, not listening', balancer.refused],
    ],
    findings,
  };
}

class Balancer {
  private readonly agent = new http.Agent({ keepAlive: true });
  private readonly watching: NodeJS.Timeout;
  private ready: readonly Replica[];
  private turn = 0;
  refused = 0;

  constructor(private readonly replicas: readonly Replica[]) {
    this.ready = replicas;
    this.watching = setInterval(() => void this.look(), 250);
  }

  async post(at: string, token: string, body: string): Promise<{ status: number; text: string }> {
    for (let tried = 0; ; tried++) {
      const replica = this.ready[this.turn++ % this.ready.length]!;
      try {
        return await this.send(`${replica.url}${at}`, token, body);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED' || tried > 50) throw error;
        this.refused++;
        if (tried > 1) await sleep(20);
      }
    }
  }

  close(): void {
    clearInterval(this.watching);
    this.agent.destroy();
  }

  private async look(): Promise<void> {
    const states = await Promise.all(this.replicas.map((replica) => replica.isReady()));
    const ready = this.replicas.filter((_, n) => states[n]);
    if (ready.length > 0) this.ready = ready;
  }

  private send(url: string, token: string, body: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const request = http.request(url, { method: 'POST', agent: this.agent, headers, timeout: 20_000 }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      });
      request.on('timeout', () => request.destroy(new Error('No answer in 20 s.')));
      request.on('error', reject);
      request.end(body);
    });
  }
}
