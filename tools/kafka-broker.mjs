// Where Kafka comes from in tests and benchmarks. `npm run broker` runs one until it
// is stopped: `-- --port N`, and `--password P` for one that takes clients with TLS and a password only.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, root, run, say } from './setup.mjs';

export const kafkaVersion = '3.9.1';

// Kafka's own POM names no logging backend, and the broker does not start without one.
const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>tandem</groupId><artifactId>kafka-broker</artifactId><version>1</version><dependencies>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${kafkaVersion}</version></dependency>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId><version>${kafkaVersion}</version></dependency>
<dependency><groupId>ch.qos.reload4j</groupId><artifactId>reload4j</artifactId><version>1.2.25</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-reload4j</artifactId><version>1.7.36</version></dependency>
</dependencies></project>
`;

/** Groups settle at once, and members may say that they die soon when they fall silent: tests wait for neither. */
const forTests = {
  'num.partitions': 4,
  'auto.create.topics.enable': false,
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 4,
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 500,
};

/** Clients need TLS and a password; the name is 'tandem', and the broker's own certificate is whom to trust. */
const secured = ({ dataDir, password }) => ({
  'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:SASL_SSL',
  'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
  'sasl.mechanism.inter.broker.protocol': 'PLAIN',
  'listener.name.plaintext.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required username="tandem" password="${password}" user_tandem="${password}";`,
  ...Object.fromEntries(
    [256, 512].map((bits) => [
      `listener.name.plaintext.scram-sha-${bits}.sasl.jaas.config`,
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    ]),
  ),
  'ssl.keystore.location': path.join(dataDir, 'broker.p12'),
  'ssl.keystore.password': password,
  'ssl.keystore.type': 'PKCS12',
  'ssl.truststore.location': path.join(dataDir, 'ca.pem'), // it checks that it would trust itself
  'ssl.truststore.type': 'PEM',
});

/** The broker's key and its certificate, which is its own authority: `ca.pem`. */
function makeCertificate({ dataDir, password }) {
  const store = ['-keystore', path.join(dataDir, 'broker.p12'), '-storepass', password, '-alias', 'broker'];
  const name = ['-dname', 'CN=localhost', '-ext', 'SAN=ip:127.0.0.1,dns:localhost', '-validity', '2'];
  for (const args of [
    ['-genkeypair', '-keyalg', 'RSA', '-storetype', 'PKCS12', ...name, ...store],
    ['-exportcert', '-rfc', '-file', path.join(dataDir, 'ca.pem'), ...store],
  ]) {
    const { status, stdout } = spawnSync('keytool', args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`keytool made no certificate: ${stdout}`);
  }
}

/** One node, which is broker and controller at once. */
const quorum = ({ controllerPort }) => ({
  'process.roles': 'broker,controller',
  'node.id': 1,
  'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
  'inter.broker.listener.name': 'PLAINTEXT',
  'controller.listener.names': 'CONTROLLER',
  'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
});

const serverProperties = ({ port, controllerPort, advertisedPort, dataDir, password }) =>
  Object.entries({
    ...quorum({ controllerPort }),
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertisedPort}`,
    'log.dirs': path.join(dataDir, 'log'),
    'num.network.threads': 2,
    'num.io.threads': 2,
    'log.cleaner.enable': false,
    ...forTests,
    ...(password ? secured({ dataDir, password }) : {}),
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

const log4j = `log4j.rootLogger=WARN, out
log4j.appender.out=org.apache.log4j.ConsoleAppender
log4j.appender.out.layout=org.apache.log4j.PatternLayout
log4j.appender.out.layout.ConversionPattern=%d %p %c %m%n
`;

/** The jars of a broker, fetched with Maven the first time. Throws one line that says what is missing. */
export async function jars() {
  demand('java', '-version');
  const home = path.join(
    root,
    'node_modules',
    '.cache',
    `kafka-${createHash('sha256').update(pom).digest('hex').slice(0, 12)}`,
  );
  if (fs.existsSync(path.join(home, 'complete'))) return path.join(home, 'libs', '*');
  demand('mvn', '-v');
  fs.mkdirSync(home, { recursive: true });
  fs.writeFileSync(path.join(home, 'pom.xml'), pom);
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=libs'];
  const { status, output } = await run('mvn', ['-q', '-B', '-f', path.join(home, 'pom.xml'), ...goal], { limit: 300 });
  if (status !== 0)
    throw new Error(`Maven could not fetch Apache Kafka ${kafkaVersion}: ${output.trim().split('\n')[0]}`);
  fs.writeFileSync(path.join(home, 'complete'), '');
  return path.join(home, 'libs', '*');
}

function demand(program, ...args) {
  if (spawnSync(program, args).status !== 0)
    throw new Error(`${program} is missing: a JVM (17 or later) and Maven run the broker`);
}

// The shell lives as long as its stdin: whatever becomes of this process, the broker and its data do not outlive it.
const keeper = `
java "$@" </dev/null >"$DIR/broker.log" 2>&1 &
echo $!
cat >/dev/null
kill $! 2>/dev/null
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do kill -0 $! 2>/dev/null || break; sleep 0.2; done
kill -9 $! 2>/dev/null
[ -n "$KEEP" ] || rm -rf "$DIR"
`;

/**
 * Starts Apache Kafka on this machine's JVM, one node, under 400 MB. `advertisedPort` is where clients are sent: that
 * of a proxy, for tests of lost connections. A `dataDir` that is given is kept, so a broker can come back on it. With a
 * `password` it takes clients only over TLS, and 'tandem' with that password.
 */
export async function startBroker({ port, advertisedPort, dataDir, password, heapMb = 384 } = {}) {
  const classPath = await jars();
  const [free, controllerPort] = await Promise.all([freePort(), freePort()]);
  port ??= free;
  const keep = dataDir !== undefined;
  dataDir ??= fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-kafka-'));
  fs.mkdirSync(dataDir, { recursive: true });
  const at = (name) => path.join(dataDir, name);
  fs.writeFileSync(
    at('server.properties'),
    serverProperties({ port, controllerPort, advertisedPort: advertisedPort ?? port, dataDir, password }),
  );
  if (password) makeCertificate({ dataDir, password });
  fs.writeFileSync(at('log4j.properties'), log4j);
  const java = [
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    `-Dlog4j.configuration=file:${at('log4j.properties')}`,
    '-cp',
    classPath,
  ];
  if (!fs.existsSync(at('log'))) {
    const users = [256, 512].flatMap((bits) => ['-S', `SCRAM-SHA-${bits}=[name=tandem,password=${password}]`]);
    const node = ['-t', 'dGFuZGVtLXRlc3QtYnJvaw', '-c', at('server.properties'), ...(password ? users : [])];
    const format = ['kafka.tools.StorageTool', 'format', ...node];
    const { status, output } = await run('java', [...java, ...format], { limit: 60 });
    if (status !== 0) throw new Error(`The broker's storage could not be made: ${output.trim()}`);
  }
  const heap = ['-Xms128m', `-Xmx${heapMb}m`];
  const shell = spawn('sh', ['-c', keeper, 'kafka', ...heap, ...java, 'kafka.Kafka', at('server.properties')], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, DIR: dataDir, KEEP: keep ? 'yes' : '' },
    detached: true,
  });
  shell.stdin.on('error', () => undefined);
  const [line] = await once(shell.stdout, 'data');
  const stop = async () => {
    shell.stdin.end();
    if (shell.exitCode === null) await once(shell, 'exit');
  };
  for (let n = 0; !(await answers(port)); n++) {
    if (n < 300 && shell.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      continue;
    }
    const log = fs.existsSync(at('broker.log')) ? fs.readFileSync(at('broker.log'), 'utf8') : '';
    await stop();
    throw new Error(`The broker did not start: ${log.trim().split('\n').slice(-5).join('\n')}`);
  }
  return { address: `127.0.0.1:${port}`, port, pid: Number(String(line).trim()), dataDir, stop };
}

/** A broker for a test run: KAFKA_BROKERS, a container where an engine answers, Apache Kafka's jars on a JVM; or why there is none. */
export async function testBroker() {
  const nothing = async () => undefined;
  const { KAFKA_BROKERS } = process.env;
  if (KAFKA_BROKERS) return { address: KAFKA_BROKERS, from: `that of KAFKA_BROKERS (${KAFKA_BROKERS})`, stop: nothing };
  const container = await inContainer().catch((error) => say(`No Kafka in a container: ${error.message}`));
  if (container) return container;
  try {
    const { address, stop } = await startBroker();
    return { address, from: `Apache Kafka ${kafkaVersion} on the JVM`, stop };
  } catch (error) {
    return { address: undefined, from: error.message, stop: nothing };
  }
}

async function inContainer() {
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers');
  const engine = await getContainerRuntimeClient().catch(() => undefined);
  if (!engine) return undefined;
  const image = process.env.TEST_KAFKA_IMAGE || `apache/kafka:${kafkaVersion}`;
  const port = await freePort();
  // Clients are sent to the port that the broker advertises, so it must be known before the container runs.
  const settings = {
    ...quorum({ controllerPort: 9093 }),
    listeners: 'PLAINTEXT://:9092,CONTROLLER://:9093',
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    ...forTests,
  };
  const container = await new GenericContainer(image)
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment(
      Object.fromEntries(
        Object.entries(settings).map(([name, value]) => [
          `KAFKA_${name.replaceAll('.', '_').toUpperCase()}`,
          String(value),
        ]),
      ),
    )
    .withWaitStrategy(Wait.forListeningPorts())
    .withStartupTimeout(90_000)
    .start();
  return { address: `127.0.0.1:${port}`, from: `in a container (${image})`, stop: () => container.stop() };
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    const done = (answer) => (socket.destroy(), resolve(answer));
    socket.once('connect', () => done(true)).once('error', () => done(false));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const given = (name) => process.argv[process.argv.indexOf(name, 2) + 1 || Infinity];
  const port = given('--port');
  const broker = await startBroker({ ...(port ? { port: Number(port) } : {}), password: given('--password') }).catch(
    (error) => fail(error.message),
  );
  say(`KAFKA_BROKERS=${broker.address}`);
  if (given('--password')) say(`KAFKA_TLS_CA_FILE=${path.join(broker.dataDir, 'ca.pem')}`);
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void broker.stop().then(() => process.exit(0)));
}
