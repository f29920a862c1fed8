import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { rival } from './emmett';
import type { Result } from './line';
import type { Server } from './server';

/** A table for each result, with what was promised and whether it was kept. CPU: this process + the server's. */
export function print(results: readonly Result[]): void {
  for (const { title, unit, arms, targets, lessCpu } of results) {
    say(`\n${title}, ${unit}`);
    for (const { arm, median, least, most, cpuMicroseconds: cpu } of arms) {
      const each = cpu ? `, ${Math.round(cpu.client)} + ${Math.round(cpu.server)} µs CPU each` : '';
      say(`  ${arm.padEnd(18)}${number(median)}   (${number(least).trim()} to ${number(most).trim()}${each})`);
    }
    if (lessCpu) say(`  tandem takes ${lessCpu} times less CPU than emmett`);
    for (const { what, wanted, got, met } of targets)
      say(`  ${met === undefined ? 'NOT COMPARED' : met ? 'kept' : 'MISSED'}: ${what} ${got ?? '?'} (${wanted})`);
  }
}

/** Keeps the run beside the others, with what it ran on. */
export function keep(
  results: readonly Result[],
  { server, rounds, seconds }: { server: Server; rounds: number; seconds: number },
): void {
  const folder = path.resolve(__dirname, '../../../../tools/bench/results');
  const cpus = os.cpus();
  const [load] = os.loadavg();
  const machine = {
    cores: cpus.length,
    cpu: cpus[0]?.model,
    postgresql: server.settings,
    node: process.version,
    loadAverageAfterwards: Number(load?.toFixed(1)),
  };
  const run = { at: new Date().toISOString(), machine, rival, rounds, seconds, results };
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${run.at.slice(0, 16).replace(':', '-')}.json`);
  writeFileSync(file, `${JSON.stringify(run, null, 2)}\n`);
  say(
    `\nKept in ${path.relative(process.cwd(), file)}. Other work on the machine shows in the ranges: trust ratios more than rates.`,
  );
}

const number = (value: number) => (value >= 1000 ? Math.round(value).toLocaleString('en') : String(value)).padStart(9);
const say = (line: string) => process.stdout.write(`${line}\n`);
