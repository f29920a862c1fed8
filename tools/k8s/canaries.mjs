// Each rule proves itself: a change that it must notice, made to the rendered production overlay.
import { kindsOf } from './pods.mjs';

const named = (documents, kind, name) =>
  kindsOf(documents, kind).find(({ metadata }) => metadata.name.startsWith(name));
const deployment = (documents) => named(documents, 'Deployment', 'tandem-exercises');
const podOf = (documents) => deployment(documents).spec.template.spec;
const containerOf = (documents) => podOf(documents).containers[0];

/** By the name of the rule: what breaks it. */
export const canaries = {
  'fields are those of the kind': [
    (all) => (containerOf(all).readinesProbe = {}),
    (all) => (named(all, 'ScaledObject', '').spec.maxReplicas = 3),
    (all) => (named(all, 'Cluster', '').spec.instances = 'three'),
    (all) => (named(all, 'KafkaTopic', '').spec.partition = 4),
    (all) => all.push({ apiVersion: 'v1', kind: 'Deploiment', metadata: { name: 'x' } }),
  ],
  'what a pod refers to is there': [
    (all) => (containerOf(all).envFrom[0].configMapRef.name = 'tandem-old'),
    (all) => (containerOf(all).env.find(({ valueFrom }) => valueFrom).valueFrom.secretKeyRef.key = 'uri'),
    (all) => (podOf(all).serviceAccountName = 'tandem-other'),
    (all) => (containerOf(all).volumeMounts[0].name = 'temp'),
  ],
  'secrets of operators are on the list': [
    (all) => (named(all, 'Cluster', '').spec.managed.roles[0].passwordSecret.name = 'other'),
    (all) => (named(all, 'Cluster', '').spec.backup.barmanObjectStore.s3Credentials.accessKeyId.key = 'id'),
    (all) => (named(all, 'Ingress', '').spec.tls[0].secretName = 'other'),
  ],
  'selectors and targets find somebody': [
    (all) => (named(all, 'Service', 'tandem-metrics').spec.selector['app.kubernetes.io/name'] = 'metrix'),
    (all) => (named(all, 'Service', 'tandem-metrics').spec.ports[0].targetPort = 'https'),
    (all) => delete named(all, 'Service', 'tandem-metrics').spec.selector['app.kubernetes.io/name'],
    (all) =>
      (named(all, 'PodDisruptionBudget', 'tandem-metrics').spec.selector.matchLabels['app.kubernetes.io/name'] = 'x'),
    (all) => (named(all, 'HorizontalPodAutoscaler', '').spec.scaleTargetRef.name = 'gateway'),
    (all) => (named(all, 'Ingress', '').spec.rules[0].http.paths[0].backend.service.name = 'gateway'),
  ],
  'addresses in settings are services of the namespace': [
    (all) => (named(all, 'Service', 'tandem-metrics').spec.ports[0].port = 80),
  ],
  'a trigger has its proof of identity': [(all) => (named(all, 'TriggerAuthentication', '').metadata.name = 'x')],
  'images are pinned, by digest in production': [
    (all) => (containerOf(all).image = 'registry.example.com/tandem/exercises:1.0.0'),
    (all) => (containerOf(all).imagePullPolicy = 'IfNotPresent'),
  ],
  'resources are asked for and limited': [(all) => delete containerOf(all).resources.limits.memory],
  'containers can change nothing and become nobody else': [
    (all) => (containerOf(all).securityContext.readOnlyRootFilesystem = false),
    (all) => (containerOf(all).securityContext.capabilities = {}),
  ],
  'pods run as nobody in particular': [
    (all) => (podOf(all).securityContext.runAsUser = 1000),
    (all) => delete podOf(all).securityContext.seccompProfile,
    (all) => (podOf(all).hostNetwork = true),
  ],
  'volumes are of the restricted kinds and have a size': [
    (all) => podOf(all).volumes.push({ name: 'host', hostPath: { path: '/' } }),
    (all) => podOf(all).volumes.push({ name: 'endless', emptyDir: {} }),
  ],
  'no port of the host': [(all) => (containerOf(all).ports[0].hostPort = 3000)],
  'nothing is told to the API server or by it': [
    (all) => delete podOf(all).automountServiceAccountToken,
    (all) => delete podOf(all).enableServiceLinks,
  ],
  'secrets are never values': [
    (all) => containerOf(all).env.push({ name: 'KAFKA_SASL_PASSWORD', value: 'x' }),
    (all) => containerOf(all).env.push({ name: 'OTHER', value: 'postgres://a:b@c/d' }),
  ],
  'no secret lies in the repository': [
    (all) => all.push({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, stringData: { url: 'y' } }),
  ],
  'configuration holds no secrets': [
    (all) => (kindsOf(all, 'ConfigMap')[0].data.KAFKA_SASL_PASSWORD = 'x'),
    (all) => (kindsOf(all, 'ConfigMap')[0].data.OTHER = 'postgres://a:b@c/d'),
  ],
  'scalers and disruption budgets leave room': [
    (all) => (named(all, 'HorizontalPodAutoscaler', '').spec.maxReplicas = 3),
    (all) => (named(all, 'PodDisruptionBudget', '').spec.maxUnavailable = 0),
  ],
  'consumers are no more than partitions': [(all) => (named(all, 'ScaledObject', '').spec.maxReplicaCount = 5)],
  'probes: started, alive without PostgreSQL or Kafka, ready': [
    (all) => (containerOf(all).livenessProbe.httpGet.path = '/readyz'),
    (all) => delete containerOf(all).startupProbe,
  ],
  'a pod that ends goes on until nobody asks it any more': [(all) => delete containerOf(all).lifecycle],
  'a rollout takes nothing away before the new is ready': [
    (all) => (deployment(all).spec.strategy.rollingUpdate.maxUnavailable = 1),
  ],
  'pods spread over hosts and zones': [
    (all) => delete podOf(all).affinity,
    (all) => (podOf(all).topologySpreadConstraints[0].labelSelector.matchLabels['app.kubernetes.io/name'] = 'x'),
  ],
  'no disruption takes more than one pod': [
    (all) => all.splice(all.indexOf(named(all, 'PodDisruptionBudget', 'tandem-exercises')), 1),
  ],
  'in production more than one replica, and one master over their number': [
    (all) => (deployment(all).spec.replicas = 1),
    (all) => (named(all, 'Deployment', 'tandem-gateway').spec.replicas = 3),
  ],
  'jobs end': [(all) => delete named(all, 'Job', '').spec.activeDeadlineSeconds],
  'every pod has a policy for what comes in and what goes out': [
    (all) => (deployment(all).spec.template.metadata.labels['app.kubernetes.io/component'] = 'batch'),
  ],
  'nobody talks unless a policy says so': [
    (all) => (named(all, 'NetworkPolicy', 'tandem-default-deny').spec.egress = [{}]),
  ],
  'the namespace holds pods to "restricted"': [(all) => (named(all, 'Namespace', '').metadata.labels = {})],
  'services are inside, and what is let in is by TLS': [
    (all) => (named(all, 'Service', 'tandem-gateway').spec.type = 'LoadBalancer'),
    (all) => (named(all, 'Ingress', '').spec.tls = []),
  ],
  'only the gateway reaches the services': [
    (all) =>
      (named(all, 'NetworkPolicy', 'tandem-exercises').spec.ingress[0].from = [{ podSelector: {} }]) &&
      named(all, 'NetworkPolicy', 'tandem-to-postgres').spec.egress.push({}),
    (all) => (named(all, 'NetworkPolicy', 'tandem-gateway').spec.egress = []),
  ],
  'services and their jobs reach PostgreSQL and Kafka': [
    (all) => (named(all, 'NetworkPolicy', 'tandem-to-postgres').spec.egress[0].ports[0].port = 5433),
    (all) => (named(all, 'NetworkPolicy', 'tandem-to-kafka').spec.podSelector.matchExpressions[0].values = ['service']),
  ],
  'settings are those that the app has': [
    (all) => containerOf(all).env.push({ name: 'TANDEM_MIGRATION', value: 'by-job' }),
    (all) => (containerOf(all).env = containerOf(all).env.filter(({ name }) => name !== 'DATABASE_URL')),
    (all) => (kindsOf(all, 'ConfigMap')[0].data.LOG_LEVEL = 'loud'),
  ],
  'topics are those of the contracts': [
    (all) => (named(all, 'KafkaTopic', '').spec.partitions = 8),
    (all) => all.splice(all.indexOf(named(all, 'KafkaTopic', '')), 1),
  ],
  'a service may write its own topics, and no other': [
    (all) =>
      (named(all, 'KafkaUser', 'tandem-metrics').spec.authorization.acls.at(-1).resource.name =
        'tandem.exercises.team'),
  ],
  'what is scraped is there': [(all) => (named(all, 'ServiceMonitor', '').spec.endpoints[0].path = '/prometheus')],
};
