// The manifests agree with the code: who talks to whom, settings, topics, addresses that are asked.
import { kindsOf, mayTalk, workloads } from './pods.mjs';
import { nameOf } from './schema-rules.mjs';

const services = ['exercises', 'experiments', 'metrics', 'notifications'];

export const agreementRules = {
  'only the gateway reaches the services'({ documents }) {
    const policies = kindsOf(documents, 'NetworkPolicy');
    const all = workloads(documents);
    const portOf = ({ containers: [{ ports = [] }] }) => ports[0]?.containerPort;
    return all.flatMap((from) =>
      all
        .filter((to) => to !== from && portOf(to))
        .flatMap((to) => {
          const may = mayTalk(policies, from.labels, to.labels, portOf(to));
          const ought = from.name === 'tandem-gateway' && services.some((service) => to.name === `tandem-${service}`);
          return may === ought ? [] : [`${from.name} ${may ? 'may' : 'cannot'} reach ${to.name}`];
        }),
    );
  },

  'services and their jobs reach PostgreSQL and Kafka'({ documents }) {
    const policies = kindsOf(documents, 'NetworkPolicy');
    const postgres = { 'cnpg.io/cluster': kindsOf(documents, 'Cluster')[0]?.metadata.name };
    const kafka = {
      'strimzi.io/cluster': kindsOf(documents, 'KafkaTopic')[0]?.metadata.labels['strimzi.io/cluster'],
      'strimzi.io/kind': 'Kafka',
    };
    // Strimzi itself lets clients in to its listeners.
    const open = {
      spec: {
        podSelector: { matchLabels: kafka },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: {} }] }],
      },
    };
    return workloads(documents).flatMap(({ name, labels }) => {
      const ought = name !== 'tandem-gateway';
      return [
        ...(mayTalk(policies, labels, postgres, 5432) === ought
          ? []
          : [`${name} ${ought ? 'cannot' : 'may'} reach PostgreSQL`]),
        ...(mayTalk([...policies, open], labels, kafka, 9093) === ought
          ? []
          : [`${name} ${ought ? 'cannot' : 'may'} reach Kafka`]),
      ];
    });
  },

  'settings are those that the app has'({ documents, settings }) {
    return workloads(documents).flatMap(({ document, labels, containers: [{ env = [], envFrom = [] }] }) => {
      const app = labels['app.kubernetes.io/name'];
      const shape = settings[app];
      if (!shape) return [`${nameOf(document)}: there are no settings of ${app}`];
      const shared = envFrom.flatMap(({ configMapRef }) =>
        Object.entries(
          kindsOf(documents, 'ConfigMap').find(({ metadata }) => metadata.name === configMapRef.name)?.data ?? {},
        ),
      );
      const given = Object.fromEntries([
        ...shared,
        ...env.map(({ name, value, valueFrom }) => [name, valueFrom ? undefined : value]),
      ]);
      const twice = env.filter(({ name }, i) => env.findIndex((each) => each.name === name) !== i);
      return [
        ...twice.map(({ name }) => `${nameOf(document)}: ${name} is given twice`),
        ...Object.keys(given)
          .filter((name) => !(name in shape) && !['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'].includes(name))
          .filter((name) => !/^(HOST|PORT|LOG_LEVEL)$/.test(name))
          .map((name) => `${nameOf(document)}: ${app} has no setting ${name}`),
        ...Object.entries(shape)
          .filter(([name, schema]) =>
            name in given
              ? given[name] !== undefined && !schema.safeParse(given[name]).success
              : !schema.safeParse(undefined).success,
          )
          .map(([name]) => `${nameOf(document)}: ${name} is missing or wrong`),
      ];
    });
  },

  'topics are those of the contracts'({ documents, topics }) {
    const made = kindsOf(documents, 'KafkaTopic');
    if (made.length === 0) return [];
    const text = (name, partitions, retention) => `${name}, ${partitions} partitions, kept ${retention} ms`;
    const wanted = topics.map(({ name, partitions, retentionMs }) => text(name, partitions, retentionMs));
    const found = made.map(({ metadata, spec }) =>
      text(spec.topicName ?? metadata.name, spec.partitions, spec.config['retention.ms']),
    );
    return [
      ...wanted.filter((each) => !found.includes(each)).map((each) => `missing: ${each}`),
      ...found.filter((each) => !wanted.includes(each)).map((each) => `not in the contracts: ${each}`),
    ];
  },

  'a service may write its own topics, and no other'({ documents, topics }) {
    return kindsOf(documents, 'KafkaUser').flatMap((user) => {
      const service = user.metadata.name.replace('tandem-', '');
      const writes = user.spec.authorization.acls
        .filter(({ operations }) => operations.includes('Write'))
        .map(({ resource }) => resource.name);
      const own = topics.map(({ name }) => name).filter((name) => name.startsWith(`tandem.${service}.`));
      return writes.sort().join() === own.sort().join()
        ? []
        : [`${nameOf(user)} writes ${writes.join(', ') || 'nothing'}, and owns ${own.join(', ') || 'nothing'}`];
    });
  },

  'what is scraped is there'({ documents, paths }) {
    return kindsOf(documents, 'ServiceMonitor').flatMap((document) =>
      document.spec.endpoints
        .filter(({ path }) => !paths.has(path))
        .map(({ path }) => `${nameOf(document)} scrapes ${path}, which no controller has`),
    );
  },
};
