// Loaded into a service by the chaos harness and nobody else: `node --require preload.cjs main.js`. The product knows
// nothing of it. Over the IPC channel the harness says at which point this process dies, and how far its clock is off.
const { Client } = require('pg');
const { Kafka } = require('kafkajs');

let armed;
const passing = (point) => {
  if (armed?.point !== point || --armed.passes > 0) return;
  process.kill(process.pid, 'SIGKILL');
};

const stepOf = (query) => {
  const text = typeof query === 'string' ? query : query?.text;
  if (query?.name === 'append') return 'append';
  if (query?.name === 'consumer-move-on') return 'offset';
  if (typeof text !== 'string') return undefined;
  if (/^commit$/i.test(text)) return 'commit';
  return /^begin; lock table events/i.test(text) ? 'effect' : undefined;
};

const { query } = Client.prototype;
Client.prototype.query = function (...args) {
  const step = armed && stepOf(args[0]);
  if (!step) return query.apply(this, args);
  passing(`before-${step}`);
  const last = args.length - 1;
  if (typeof args[last] === 'function') {
    const answered = args[last];
    args[last] = (...answer) => (passing(`after-${step}`), answered(...answer));
    return query.apply(this, args);
  }
  const result = query.apply(this, args);
  result?.then?.(
    () => passing(`after-${step}`),
    () => undefined,
  );
  return result;
};

const { consumer, producer } = Kafka.prototype;
// A member that was killed leaves its group soon: the kills here come every few seconds.
Kafka.prototype.consumer = function (config) {
  return consumer.call(this, { ...config, sessionTimeout: 2_000, heartbeatInterval: 300 });
};

Kafka.prototype.producer = function (...args) {
  const made = producer.apply(this, args);
  const { sendBatch } = made;
  made.sendBatch = async (batch) => {
    passing('before-publish');
    const sent = await sendBatch(batch);
    passing('after-publish');
    return sent;
  };
  return made;
};

const RealDate = Date;
let offMs = 0;
globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + offMs);
    else super(...args);
  }
  static now() {
    return RealDate.now() + offMs;
  }
  static [Symbol.hasInstance](value) {
    return value instanceof RealDate;
  }
};

process.on('message', ({ crashAt, clockMs }) => {
  if (crashAt) armed = crashAt;
  if (clockMs !== undefined) offMs = clockMs;
});
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
