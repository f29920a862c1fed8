import { topics } from '@tandem/contracts';
import { KafkaBus } from '@tandem/messaging';
import { BadSettings, loadKafkaConfig } from './load-config';
import { kafkaOptions } from './open-bus';

/** Makes the topics that the contracts declare and grows those that are too small, on the Kafka of the settings. */
export async function makeDeclaredTopics(
  settings: ReturnType<typeof loadKafkaConfig>,
  say: (line: string) => void,
): Promise<void> {
  const options = kafkaOptions(settings);
  if (!options) throw new BadSettings('KAFKA_BROKERS: say where Kafka is, for example localhost:9092.');
  const bus = new KafkaBus({ ...options, clientId: 'tandem-topics', askMs: 30_000 });
  try {
    await bus.ensureTopics(topics);
    for (const { name, partitions, retentionMs } of topics)
      say(`${name}: ${partitions} partitions, kept ${retentionMs / 86_400_000} days`);
  } finally {
    await bus.close();
  }
}

/** `node topics.js`: what `npm run topics` and the job of a release run. */
export async function runTopics(): Promise<void> {
  try {
    await makeDeclaredTopics(loadKafkaConfig(), (line) => void process.stdout.write(`${line}\n`));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = error instanceof BadSettings ? error.exitCode : 1;
  }
}

if (require.main === module) void runTopics();
