// How resources find each other: pods of workloads, labels, what is referred to.

export const kindsOf = (documents, ...kinds) => documents.filter(({ kind }) => kinds.includes(kind));

/** Deployments and jobs with the pods that they make. */
export const workloads = (documents) =>
  kindsOf(documents, 'Deployment', 'Job').map((document) => ({
    document,
    kind: document.kind,
    name: document.metadata.name,
    labels: document.spec.template.metadata?.labels ?? {},
    pod: document.spec.template.spec,
    containers: [...document.spec.template.spec.containers, ...(document.spec.template.spec.initContainers ?? [])],
  }));

export function matches({ matchLabels = {}, matchExpressions = [] } = {}, labels) {
  const holds = {
    In: (key, values) => values.includes(labels[key]),
    NotIn: (key, values) => !values.includes(labels[key]),
    Exists: (key) => key in labels,
    DoesNotExist: (key) => !(key in labels),
  };
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => holds[operator](key, values))
  );
}

/** Whether the policies let one pod talk to another on a port: out of the one and into the other. */
export function mayTalk(policies, from, to, port) {
  const rulesFor = (labels, type) =>
    policies
      .filter(({ spec }) => spec.policyTypes.includes(type) && matches(spec.podSelector, labels))
      .flatMap(({ spec }) => spec[type.toLowerCase()] ?? []);
  const allows = (rule, peers, labels) =>
    (rule.ports ?? [{ port }]).some((each) => each.port === port || (each.port <= port && port <= each.endPort)) &&
    (!rule[peers] ||
      rule[peers].some((peer) => !peer.namespaceSelector && peer.podSelector && matches(peer.podSelector, labels)));
  return (
    rulesFor(from, 'Egress').some((rule) => allows(rule, 'to', to)) &&
    rulesFor(to, 'Ingress').some((rule) => allows(rule, 'from', from))
  );
}
