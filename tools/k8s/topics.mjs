// Writes k8s/components/strimzi/topics.yaml and the rights in users.yaml from what libs/contracts declares:
// `node tools/k8s/topics.mjs`, after a contract came with a topic of its own. `npm test` refuses what is out of date.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, root } from '../setup.mjs';

await build();
const { topics } = createRequire(import.meta.url)(path.join(root, 'dist/libs/contracts/src/index.js'));
const at = (name) => path.join(root, 'k8s/components/strimzi', name);

const topic = ({ name, partitions, retentionMs }) => `apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaTopic
metadata:
  name: ${name}
  labels: { strimzi.io/cluster: tandem-kafka }
spec:
  partitions: ${partitions}
  replicas: 3
  config: { retention.ms: ${retentionMs}, min.insync.replicas: 2, cleanup.policy: delete }
`;
fs.writeFileSync(
  at('topics.yaml'),
  `# What libs/contracts declares, by \`node tools/k8s/topics.mjs\`. Growing one moves keys: only while it is idle.\n${topics.map(topic).join('---\n')}`,
);

const write = ({ name }) => `      - resource: { type: topic, name: ${name} }\n        operations: [Write]\n`;
const users = fs.readFileSync(at('users.yaml'), 'utf8').replace(
  /(kind: KafkaUser\nmetadata:\n {2}name: tandem-(\w+)\n[\s\S]*?operations: \[Describe, Read\]\n)((?: {6}- resource: \{ type: topic, name: \S+ \}\n {8}operations: \[Write\]\n)*)/g,
  (_, head, service) =>
    head +
    topics
      .filter(({ name }) => name.startsWith(`tandem.${service}.`))
      .map(write)
      .join(''),
);
fs.writeFileSync(at('users.yaml'), users);
