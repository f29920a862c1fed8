// Nothing refers to what is not there: neither here nor on the list of secrets that others bring (k8s/secrets.yaml).
import { kindsOf, matches, workloads } from './pods.mjs';
import { nameOf } from './schema-rules.mjs';

export const referenceRules = {
  'what a pod refers to is there'({ documents, secrets }) {
    const names = (kind) => kindsOf(documents, kind).map(({ metadata }) => metadata.name);
    const made = names('KafkaUser'); // Strimzi makes a secret of that name with the key `password`
    const secret = (name, key) => (made.includes(name) ? key === 'password' : secrets[name]?.keys.includes(key));
    return workloads(documents).flatMap(({ document, pod, containers }) => {
      const missing = (kind, name, there) =>
        there ? [] : [`${nameOf(document)} refers to the ${kind} ${name}, which is not there`];
      const volumes = pod.volumes ?? [];
      return [
        ...missing('ServiceAccount', pod.serviceAccountName, names('ServiceAccount').includes(pod.serviceAccountName)),
        ...missing('PriorityClass', pod.priorityClassName, names('PriorityClass').includes(pod.priorityClassName)),
        ...containers.flatMap(({ env = [], envFrom = [], volumeMounts = [] }) => [
          ...envFrom.flatMap(({ configMapRef }) =>
            missing('ConfigMap', configMapRef?.name, names('ConfigMap').includes(configMapRef?.name)),
          ),
          ...env.flatMap(({ valueFrom }) => {
            const { name, key } = valueFrom?.secretKeyRef ?? {};
            return name ? missing('Secret', `${name} ${key}`, secret(name, key)) : [];
          }),
          ...volumeMounts.flatMap(({ name }) =>
            missing(
              'volume',
              name,
              volumes.some((volume) => volume.name === name),
            ),
          ),
        ]),
        ...volumes.flatMap(({ secret: from, configMap, persistentVolumeClaim: claim }) => [
          ...(from?.items ?? []).flatMap(({ key }) =>
            missing('Secret', `${from.secretName} ${key}`, secret(from.secretName, key)),
          ),
          ...(from && !from.items ? missing('list of keys of Secret', from.secretName, false) : []),
          ...(configMap ? missing('ConfigMap', configMap.name, names('ConfigMap').includes(configMap.name)) : []),
          ...(claim
            ? missing(
                'PersistentVolumeClaim',
                claim.claimName,
                names('PersistentVolumeClaim').includes(claim.claimName),
              )
            : []),
        ]),
      ];
    });
  },

  'secrets of operators are on the list'({ documents, secrets }) {
    const inText = (document) =>
      [...JSON.stringify(document).matchAll(/"(?:passwordSecret|secret)":\{"name":"([^"]+)"/g)].map(([, name]) => name);
    const keyed = (document) =>
      [...JSON.stringify(document).matchAll(/"key":"([^"]+)","name":"([^"]+)"|"name":"([^"]+)","key":"([^"]+)"/g)].map(
        ([, k, n, n2, k2]) => [n ?? n2, k ?? k2],
      );
    return [
      ...kindsOf(documents, 'Cluster').flatMap((document) => [
        ...inText(document)
          .filter((name) => !secrets[name])
          .map((name) => `${nameOf(document)} refers to the Secret ${name}`),
        ...keyed(document)
          .filter(([name, key]) => !secrets[name]?.keys.includes(key))
          .map(([name, key]) => `${nameOf(document)} refers to the Secret ${name} ${key}`),
      ]),
      ...kindsOf(documents, 'Ingress').flatMap((document) =>
        document.spec.tls
          .filter(({ secretName }) => !secrets[secretName])
          .map(({ secretName }) => `${nameOf(document)} refers to the Secret ${secretName}`),
      ),
    ];
  },

  'selectors and targets find somebody'({ documents }) {
    const pods = workloads(documents);
    const deployed = (name) => pods.some((pod) => pod.kind === 'Deployment' && pod.name === name);
    const services = kindsOf(documents, 'Service');
    const nobody = (document, what) => [`${nameOf(document)} ${what}`];
    return documents.flatMap((document) => {
      const { kind, spec } = document;
      if (kind === 'Service') {
        const found = pods.filter(({ labels }) => matches({ matchLabels: spec.selector }, labels));
        const ports = found.flatMap(({ containers }) =>
          containers.flatMap((each) => (each.ports ?? []).map(({ name }) => name)),
        );
        if (!found.length) return nobody(document, 'selects no pod');
        if (new Set(found.map(({ name }) => name)).size > 1)
          return nobody(document, `selects pods of ${found.map(({ name }) => name)}`);
        return spec.ports.every(({ targetPort }) => ports.includes(targetPort))
          ? []
          : nobody(document, 'leads to a port that no container has');
      }
      if (kind === 'PodDisruptionBudget')
        return pods.some(({ labels }) => matches(spec.selector, labels)) ? [] : nobody(document, 'selects no pod');
      if (kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')
        return deployed(spec.scaleTargetRef.name)
          ? []
          : nobody(document, `scales ${spec.scaleTargetRef.name}, which is not there`);
      if (kind === 'Ingress')
        return spec.rules
          .flatMap(({ http }) => http.paths)
          .flatMap(({ backend: { service } }) => {
            const target = services.find(({ metadata }) => metadata.name === service.name);
            return target?.spec.ports.some(({ name }) => name === service.port.name)
              ? []
              : nobody(document, `leads to ${service.name}, which is not there`);
          });
      return [];
    });
  },

  'addresses in settings are services of the namespace'({ documents }) {
    const services = kindsOf(documents, 'Service').flatMap(({ metadata, spec }) =>
      spec.ports.map(({ port }) => `${metadata.name}:${port}`),
    );
    return workloads(documents).flatMap(({ document, containers }) =>
      containers
        .flatMap(({ env = [] }) => env)
        .filter(({ value }) => value?.startsWith('http://') && !services.includes(new URL(value).host))
        .map(({ name, value }) => `${nameOf(document)}: ${name} is ${value}, and there is no such service`),
    );
  },

  'a trigger has its proof of identity'({ documents }) {
    const known = kindsOf(documents, 'TriggerAuthentication').map(({ metadata }) => metadata.name);
    return kindsOf(documents, 'ScaledObject').flatMap((document) =>
      document.spec.triggers
        .filter(({ authenticationRef }) => authenticationRef && !known.includes(authenticationRef.name))
        .map(
          ({ authenticationRef }) =>
            `${nameOf(document)} refers to the TriggerAuthentication ${authenticationRef.name}, which is not there`,
        ),
    );
  },
};
