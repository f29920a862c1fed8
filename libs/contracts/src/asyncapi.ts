import { type Topic, topics as allTopics, contracts as allContracts } from './catalogue';
import { publishedForm } from './compatibility';
import type { Contract } from './contract';

/** A JSON document. */
export type Json = { readonly [name: string]: unknown };

/**
 * The public events as AsyncAPI 3 describes them: what a company's own systems may read, on which topics, in which
 * form. Made from the contracts and nothing else; `docs/asyncapi.json` is this.
 */
export function asyncapi(contracts: readonly Contract[] = allContracts, topics: readonly Topic[] = allTopics): Json {
  const of = (topic: Topic) => contracts.filter((contract) => contract.topic === topic.name);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tandem public events',
      version: '1.0.0',
      description:
        'What Tandem tells a company, as CloudEvents 1.0 in Kafka binary mode: the headers say what happened, the value is JSON. ' +
        'Records of one stream share a key and come in order. Every record may come again: `ce_id` stays the same. ' +
        'Fields and types may be added; pass over those you do not know.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      kafka: {
        host: '{brokers}',
        protocol: 'kafka',
        description: 'The brokers of your installation: KAFKA_BROKERS.',
        variables: { brokers: { default: 'localhost:9092' } },
      },
    },
    channels: Object.fromEntries(topics.map((topic) => [topic.name, channel(topic, of(topic))])),
    operations: Object.fromEntries(topics.map((topic) => [`send-${topic.name}`, operation(topic, of(topic))])),
    components: {
      messages: Object.fromEntries(contracts.map((contract) => [contract.type, message(contract)])),
      messageTraits: { cloudEvent },
    },
  };
}

const channel = ({ name, partitions, retentionMs }: Topic, contracts: readonly Contract[]): Json => ({
  address: name,
  messages: Object.fromEntries(contracts.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
  bindings: {
    kafka: {
      topic: name,
      partitions,
      topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': retentionMs },
      bindingVersion: '0.5.0',
    },
  },
});

const operation = ({ name }: Topic, contracts: readonly Contract[]): Json => ({
  action: 'send',
  channel: { $ref: `#/channels/${name}` },
  summary: `Tandem publishes on ${name}; subscribe with a consumer group of your own.`,
  messages: contracts.map(({ type }) => ({ $ref: `#/channels/${name}/messages/${type}` })),
});

function message(contract: Contract): Json {
  const { $schema: _, ...payload } = publishedForm(contract).schema as Json;
  return {
    name: contract.type,
    summary: contract.about,
    contentType: 'application/json',
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    headers: { type: 'object', properties: { ce_type: { type: 'string', const: contract.type } } },
    payload: { schemaFormat: 'application/schema+json;version=draft-2020-12', schema: payload },
  };
}

const text = (description: string, more: Json = {}): Json => ({ type: 'string', description, ...more });

/** The headers that every record carries, and its key. */
const cloudEvent: Json = {
  headers: {
    type: 'object',
    required: [
      ...['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time', 'ce_subject', 'ce_tenantid', 'content-type'],
    ],
    properties: {
      ce_specversion: text('The version of CloudEvents.', { const: '1.0' }),
      ce_id: text('The same whenever this event is published again: with ce_source it tells what you have seen.'),
      ce_source: text('The service that tells it, `/tandem/<service>`.'),
      ce_type: text('Which contract and which version of it.'),
      ce_time: text('When it happened, not when it was sent.', { format: 'date-time' }),
      ce_subject: text('The stream that it happened to.', { format: 'uuid' }),
      ce_tenantid: text('The organisation that it belongs to.', { format: 'uuid' }),
      ce_traceparent: text('W3C trace context, where there is one.'),
      'content-type': text('Always JSON.', { const: 'application/json' }),
    },
  },
  bindings: {
    kafka: { key: text('`<ce_tenantid>/<ce_subject>`: one stream, one order.'), bindingVersion: '0.5.0' },
  },
};
