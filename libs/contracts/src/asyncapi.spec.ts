import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { asyncapi, contracts, type Json, topics } from './index';

declare const acceptPublished: boolean;

const file = join(__dirname, '../../../docs/asyncapi.json');
const document = asyncapi();

describe('The AsyncAPI document', () => {
  it('is committed as the contracts are now', () => {
    const now = `${JSON.stringify(document, null, 2)}\n`;
    if (acceptPublished) writeFileSync(file, now);
    if (!existsSync(file) || JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))) !== JSON.stringify(document))
      throw new Error(
        'docs/asyncapi.json is out of date: node node_modules/jest/bin/jest.js -c libs/contracts/accept.config.cjs',
      );
  });

  it('names every topic with its partitions and retention, and every message on its topic', () => {
    const channels = document['channels'] as Record<string, { messages: object; bindings: { kafka: Json } }>;
    expect(Object.keys(channels)).toEqual(topics.map(({ name }) => name));
    for (const { name, partitions, retentionMs } of topics) {
      expect(channels[name]!.bindings.kafka).toMatchObject({
        partitions,
        topicConfiguration: { 'retention.ms': retentionMs },
      });
      expect(Object.keys(channels[name]!.messages)).toEqual(
        contracts.filter(({ topic }) => topic === name).map(({ type }) => type),
      );
    }
  });

  it('points only at what is there', () => {
    const found = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
    expect(found.length).toBeGreaterThan(10);
    for (const path of found)
      expect(path.split('/').reduce<unknown>((at, name) => (at as Json | undefined)?.[name], document)).toBeDefined();
  });
});
