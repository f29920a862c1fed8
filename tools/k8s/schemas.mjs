// Writes schemas.json, the kinds that k8s/ may use, strict: an unknown field is an error. Run by hand when a version is
// raised (needs Go, and its module proxy): `node tools/k8s/schemas.mjs`. What it reads is Apache-2.0 licensed.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { strimziAndCnpg } from './schemas-by-hand.mjs';

const sources = {
  kubernetes: 'k8s.io/kubernetes@v1.34.4',
  keda: 'github.com/kedacore/keda/v2@v2.18.0',
  prometheus: 'github.com/prometheus-operator/prometheus-operator@v0.85.0',
};
const kinds = {
  v1: ['ConfigMap', 'LimitRange', 'Namespace', 'Secret', 'Service', 'ServiceAccount'],
  'apps/v1': ['Deployment'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'batch/v1': ['CronJob', 'Job'],
  'networking.k8s.io/v1': ['Ingress', 'NetworkPolicy'],
  'policy/v1': ['PodDisruptionBudget'],
  'scheduling.k8s.io/v1': ['PriorityClass'],
};
const customResources = [
  ['keda', 'config/crd/bases/keda.sh_scaledobjects.yaml'],
  ['keda', 'config/crd/bases/keda.sh_triggerauthentications.yaml'],
  ['prometheus', 'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml'],
  ['prometheus', 'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml'],
];

const folderOf = Object.fromEntries(
  Object.entries(sources).map(([name, module]) => [
    name,
    JSON.parse(execFileSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8' })).Dir,
  ]),
);
const { definitions: all } = JSON.parse(
  fs.readFileSync(path.join(folderOf.kubernetes, 'api/openapi-spec/swagger.json'), 'utf8'),
);
const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const definitions = {};
const schemas = {};

for (const [apiVersion, names] of Object.entries(kinds))
  for (const kind of names) {
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    const [name] = Object.entries(all).find(([, { 'x-kubernetes-group-version-kind': gvks = [] }]) =>
      gvks.some((gvk) => gvk.group === group && gvk.version === version && gvk.kind === kind),
    );
    schemas[`${apiVersion}/${kind}`] = { $ref: use(name) };
  }
for (const [source, file] of customResources)
  for (const document of parseAllDocuments(fs.readFileSync(path.join(folderOf[source], file), 'utf8'))) {
    const { group, names, versions } = document.toJS().spec;
    for (const { name, schema } of versions)
      schemas[`${group}/${name}/${names.kind}`] = resource(strict(schema.openAPIV3Schema));
  }
for (const [id, spec] of Object.entries(strimziAndCnpg))
  schemas[id] = resource(strict({ type: 'object', properties: { spec }, required: ['spec'] }));

fs.writeFileSync(new URL('schemas.json', import.meta.url), `${JSON.stringify({ sources, definitions, schemas })}\n`);

/** A definition of Kubernetes with all that it refers to. */
function use(name) {
  if (!definitions[name]) {
    definitions[name] = {}; // before what it refers to: some refer to themselves
    definitions[name] = strict(all[name], name);
  }
  return `#/definitions/${name}`;
}

function resource(schema) {
  const { status: _, ...properties } = schema.properties;
  const meta = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { $ref: use(objectMeta) } };
  return {
    ...schema,
    properties: { ...properties, ...meta },
    required: [...new Set([...(schema.required ?? []), 'metadata'])],
  };
}

/** The same without prose and extensions, and closed: what is not named is not allowed. */
function strict(schema, name = '') {
  if (/\.(Quantity|IntOrString)$/.test(name) || schema['x-kubernetes-int-or-string'])
    return { type: ['string', 'number'] };
  if (schema.$ref) return { $ref: use(schema.$ref.replace('#/definitions/', '')) };
  const {
    type,
    properties,
    items,
    additionalProperties,
    required,
    pattern,
    minimum,
    maximum,
    minItems,
    maxItems,
    minLength,
    maxLength,
  } = schema;
  const result = {
    type,
    required,
    pattern,
    minimum,
    maximum,
    minItems,
    maxItems,
    minLength,
    maxLength,
    enum: schema.enum,
  };
  if (pattern?.includes('(?i)')) delete result.pattern; // Go's own syntax
  if (items) result.items = strict(items);
  if (properties)
    result.properties = Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, strict(each)]));
  if (additionalProperties && typeof additionalProperties === 'object')
    result.additionalProperties = strict(additionalProperties);
  else if (properties && !schema['x-kubernetes-preserve-unknown-fields']) result.additionalProperties = false;
  for (const some of ['oneOf', 'anyOf', 'allOf']) if (schema[some] && !properties) result[some] = schema[some];
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined && value.length !== 0));
}
