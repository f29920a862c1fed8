// What kube-score and polaris ask of a workload by default, and Pod Security "restricted", as rules of our own.
import { kindsOf, matches, workloads } from './pods.mjs';
import { nameOf } from './schema-rules.mjs';

/** A rule over every container of every workload: what it says when it does not hold. */
const containers = (wrong) => (context) =>
  workloads(context.documents).flatMap((workload) =>
    workload.containers.flatMap((container) => {
      const says = wrong(container, workload, context);
      return says ? [`${nameOf(workload.document)}, ${container.name}: ${says}`] : [];
    }),
  );

/** A rule over every workload. */
const pods = (wrong) => (context) =>
  workloads(context.documents).flatMap((workload) => {
    const says = wrong(workload, context);
    return says ? [`${nameOf(workload.document)}: ${says}`] : [];
  });

const resources = ['cpu', 'memory', 'ephemeral-storage'];
const isService = ({ kind }) => kind === 'Deployment';

export const policyRules = {
  'images are pinned, by digest in production': containers(({ image, imagePullPolicy }, _, { overlay }) => {
    if (imagePullPolicy !== 'Always') return 'imagePullPolicy is not Always';
    if (overlay === 'prod') return /@sha256:[0-9a-f]{64}$/.test(image) ? '' : `${image} has no digest`;
    return /:(?!latest$)[\w.-]+$/.test(image) ? '' : `${image} has no tag of its own`;
  }),
  'resources are asked for and limited': containers(({ resources: { requests = {}, limits = {} } = {} }) =>
    resources
      .filter((name) => !requests[name] || !limits[name])
      .map((name) => `no request or limit of ${name}`)
      .join(', '),
  ),
  'containers can change nothing and become nobody else': containers(({ securityContext: own = {} }) =>
    own.allowPrivilegeEscalation !== false ||
    own.readOnlyRootFilesystem !== true ||
    own.privileged ||
    own.capabilities?.drop?.[0] !== 'ALL' ||
    own.capabilities?.add
      ? 'its securityContext is not the restricted one'
      : '',
  ),
  'pods run as nobody in particular': pods(({ pod: { securityContext: own = {}, ...pod } }) => {
    if (!own.runAsNonRoot || !(own.runAsUser >= 10000) || !(own.runAsGroup >= 10000))
      return 'user or group below 10000';
    if (own.seccompProfile?.type !== 'RuntimeDefault') return 'no seccomp profile';
    return pod.hostNetwork || pod.hostPID || pod.hostIPC ? 'shares a namespace with its host' : '';
  }),
  'volumes are of the restricted kinds and have a size': pods(({ pod }) =>
    (pod.volumes ?? [])
      .filter(
        ({ emptyDir, secret, configMap, projected }) => !(emptyDir?.sizeLimit || secret || configMap || projected),
      )
      .map(({ name }) => `volume ${name} has no size or is of a forbidden kind`)
      .join(', '),
  ),
  'no port of the host': containers(({ ports = [] }) =>
    ports.some(({ hostPort }) => hostPort) ? 'takes a port of its host' : '',
  ),
  'nothing is told to the API server or by it': pods(({ pod }) => {
    if (pod.automountServiceAccountToken !== false) return 'mounts a token of the API server';
    if (!pod.serviceAccountName || pod.serviceAccountName === 'default') return 'runs under the default account';
    return pod.enableServiceLinks === false ? '' : 'takes variables of services: TANDEM_ names that no setting has';
  }),
  'secrets are never values': containers(({ env = [] }) =>
    env
      .filter(
        ({ name, value }) =>
          value !== undefined && (/PASSWORD|SECRET|TOKEN|PRIVATE|DATABASE_URL/.test(name) || /:\/\/[^/]*@/.test(value)),
      )
      .map(({ name }) => `${name} is written out`)
      .join(', '),
  ),
  'no secret lies in the repository': ({ documents }) =>
    kindsOf(documents, 'Secret').map((document) => `${nameOf(document)} is written out`),
  'configuration holds no secrets': ({ documents }) =>
    kindsOf(documents, 'ConfigMap').flatMap((document) =>
      Object.entries(document.data ?? {})
        .filter(
          ([name, value]) =>
            /PASSWORD|SECRET|TOKEN|PRIVATE|DATABASE_URL/.test(name) || /:\/\/[^/]*@|BEGIN .*KEY/.test(value),
        )
        .map(([name]) => `${nameOf(document)}: ${name} is a secret`),
    ),
  'scalers and disruption budgets leave room': ({ documents }) => [
    ...kindsOf(documents, 'HorizontalPodAutoscaler', 'ScaledObject')
      .filter(({ spec }) => !((spec.maxReplicas ?? spec.maxReplicaCount) > (spec.minReplicas ?? spec.minReplicaCount)))
      .map((document) => `${nameOf(document)} cannot scale`),
    ...kindsOf(documents, 'PodDisruptionBudget')
      .filter(({ spec }) => !(spec.maxUnavailable >= 1))
      .map((document) => `${nameOf(document)} lets no node be emptied`),
  ],
  'consumers are no more than partitions'({ documents }) {
    const partitions = Object.fromEntries(
      kindsOf(documents, 'KafkaTopic').map(({ metadata, spec }) => [spec.topicName ?? metadata.name, spec.partitions]),
    );
    return kindsOf(documents, 'ScaledObject')
      .filter(({ spec }) => spec.triggers.some(({ metadata: { topic } }) => spec.maxReplicaCount > partitions[topic]))
      .map((document) => `${nameOf(document)} makes more consumers than there are partitions`);
  },
  'probes: started, alive without PostgreSQL or Kafka, ready': containers(
    ({ startupProbe, livenessProbe, readinessProbe }, workload, { paths }) => {
      if (!isService(workload)) return '';
      const asked = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet?.path);
      if (asked.join() !== '/livez,/livez,/readyz')
        return `asks ${asked.join(', ')} instead of /livez, /livez, /readyz`;
      return asked.every((path) => paths.has(path)) ? '' : 'asks a path that no controller has';
    },
  ),
  'a pod that ends goes on until nobody asks it any more': containers(({ lifecycle }, { kind, pod }) =>
    kind === 'Deployment' && !(lifecycle?.preStop?.sleep?.seconds >= 5 && pod.terminationGracePeriodSeconds >= 30)
      ? 'no pause before the signal, or too little time after it'
      : '',
  ),
  'a rollout takes nothing away before the new is ready': pods(({ kind, document: { spec } }) =>
    kind === 'Deployment' && (spec.strategy?.rollingUpdate?.maxUnavailable !== 0 || !spec.minReadySeconds)
      ? 'maxUnavailable is not 0, or no minReadySeconds'
      : '',
  ),
  'pods spread over hosts and zones': pods(({ kind, pod, labels }) => {
    if (kind !== 'Deployment') return '';
    const apart = pod.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution?.[0]?.podAffinityTerm;
    const spread = pod.topologySpreadConstraints?.[0];
    const own = (term) =>
      term && matches(term.labelSelector, labels) && 'app.kubernetes.io/name' in term.labelSelector.matchLabels;
    return own(apart) && own(spread) ? '' : 'no spread, or one that does not count its own pods';
  }),
  'no disruption takes more than one pod': pods(({ kind, labels }, { documents }) =>
    kind === 'Deployment' &&
    kindsOf(documents, 'PodDisruptionBudget').filter(({ spec }) => matches(spec.selector, labels)).length !== 1
      ? 'has not exactly one disruption budget'
      : '',
  ),
  'in production more than one replica, and one master over their number': pods(
    ({ kind, name, document: { spec } }, { documents, overlay }) => {
      if (kind !== 'Deployment') return '';
      const [scaler, ...others] = kindsOf(documents, 'HorizontalPodAutoscaler', 'ScaledObject').filter(
        (each) => each.spec.scaleTargetRef.name === name,
      );
      if (others.length || (scaler && spec.replicas !== undefined)) return 'two say how many replicas it has';
      const least = scaler ? (scaler.spec.minReplicas ?? scaler.spec.minReplicaCount) : spec.replicas;
      return overlay === 'prod' && !(least >= 2) ? `has ${least} replicas` : '';
    },
  ),
  'jobs end': pods(({ kind, document: { spec } }) =>
    kind === 'Job' && !(spec.activeDeadlineSeconds && spec.backoffLimit && spec.ttlSecondsAfterFinished)
      ? 'no deadline, retry limit or end of its record'
      : '',
  ),
  'every pod has a policy for what comes in and what goes out': pods(({ labels }, { documents }) => {
    const policies = kindsOf(documents, 'NetworkPolicy').filter(
      ({ spec }) => Object.keys(spec.podSelector).length && matches(spec.podSelector, labels),
    );
    return ['Ingress', 'Egress'].every((type) => policies.some(({ spec }) => spec.policyTypes.includes(type)))
      ? ''
      : 'no policy of its own';
  }),
  'nobody talks unless a policy says so'({ documents }) {
    const closed = kindsOf(documents, 'NetworkPolicy').some(
      ({ spec }) =>
        !Object.keys(spec.podSelector).length && spec.policyTypes.length === 2 && !spec.ingress && !spec.egress,
    );
    return closed ? [] : ['there is no policy that denies everything'];
  },
  'the namespace holds pods to "restricted"': ({ documents }) =>
    kindsOf(documents, 'Namespace')
      .filter(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'] !== 'restricted')
      .map(nameOf),
  'services are inside, and what is let in is by TLS': ({ documents }) => [
    ...kindsOf(documents, 'Service')
      .filter(({ spec }) => spec.type !== 'ClusterIP')
      .map(nameOf),
    ...kindsOf(documents, 'Ingress')
      .filter(({ spec }) => spec.rules.some(({ host }) => !spec.tls?.some(({ hosts }) => hosts.includes(host))))
      .map(nameOf),
  ],
};
