// Resources of operators whose definitions no package registry carries: the fields that k8s/ uses, as their
// reference documentation names them. A field that is not here has to be looked up and added before it can be used.
const text = { type: 'string' };
const whole = { type: 'integer' };
const yes = { type: 'boolean' };
const quantity = { 'x-kubernetes-int-or-string': true };
const listOf = (items, more = {}) => ({ type: 'array', items, ...more });
const oneOf = (...values) => ({ type: 'string', enum: values });
const mapOf = (additionalProperties) => ({ type: 'object', additionalProperties });
const object = (properties, required = []) => ({ type: 'object', properties, required });

const resources = object({ requests: mapOf(quantity), limits: mapOf(quantity) });
const secretName = object({ name: text }, ['name']);
const secretKey = object({ name: text, key: text }, ['name', 'key']);

const acl = object(
  {
    type: oneOf('allow', 'deny'),
    host: text,
    operations: listOf(
      oneOf(
        'Read',
        'Write',
        'Delete',
        'Alter',
        'Describe',
        'All',
        'IdempotentWrite',
        'ClusterAction',
        'Create',
        'AlterConfigs',
        'DescribeConfigs',
      ),
    ),
    resource: object(
      {
        type: oneOf('cluster', 'topic', 'group', 'transactionalId'),
        name: text,
        patternType: oneOf('prefix', 'literal'),
      },
      ['type'],
    ),
  },
  ['resource'],
);

/** `spec` by apiVersion and kind. */
export const strimziAndCnpg = {
  'kafka.strimzi.io/v1beta2/KafkaTopic': object({
    topicName: text,
    partitions: { ...whole, minimum: 1 },
    replicas: { ...whole, minimum: 1, maximum: 32767 },
    config: mapOf({ type: ['string', 'integer', 'boolean', 'number'] }),
  }),
  'kafka.strimzi.io/v1beta2/KafkaUser': object({
    authentication: object({ type: oneOf('tls', 'tls-external', 'scram-sha-512') }, ['type']),
    authorization: object({ type: oneOf('simple'), acls: listOf(acl) }, ['type', 'acls']),
    quotas: object({ producerByteRate: whole, consumerByteRate: whole, requestPercentage: whole }),
  }),
  'postgresql.cnpg.io/v1/Cluster': object(
    {
      description: text,
      imageName: { ...text, pattern: '^[^:]+(:|@sha256:).+$' },
      instances: { ...whole, minimum: 1 },
      minSyncReplicas: whole,
      maxSyncReplicas: whole,
      primaryUpdateStrategy: oneOf('unsupervised', 'supervised'),
      priorityClassName: text,
      enableSuperuserAccess: yes,
      bootstrap: object({
        initdb: object({ database: text, owner: text, secret: secretName, dataChecksums: yes, encoding: text }),
      }),
      managed: object({
        roles: listOf(
          object(
            {
              name: text,
              ensure: oneOf('present', 'absent'),
              comment: text,
              login: yes,
              superuser: yes,
              createrole: yes,
              createdb: yes,
              inherit: yes,
              inRoles: listOf(text),
              connectionLimit: whole,
              passwordSecret: secretName,
            },
            ['name'],
          ),
        ),
      }),
      postgresql: object({
        parameters: mapOf(text),
        synchronous: object(
          { method: oneOf('any', 'first'), number: whole, dataDurability: oneOf('required', 'preferred') },
          ['method', 'number'],
        ),
      }),
      storage: object({ size: text, storageClass: text, resizeInUseVolumes: yes }),
      walStorage: object({ size: text, storageClass: text }),
      resources,
      affinity: object({
        enablePodAntiAffinity: yes,
        podAntiAffinityType: oneOf('preferred', 'required'),
        topologyKey: text,
      }),
      monitoring: object({ enablePodMonitor: yes, disableDefaultQueries: yes }),
      backup: object({
        retentionPolicy: { ...text, pattern: '^[1-9][0-9]*[dwm]$' },
        target: oneOf('primary', 'prefer-standby'),
        barmanObjectStore: object(
          {
            destinationPath: { ...text, minLength: 1 },
            endpointURL: text,
            s3Credentials: object({ accessKeyId: secretKey, secretAccessKey: secretKey, inheritFromIAMRole: yes }),
            wal: object({ compression: oneOf('gzip', 'bzip2', 'snappy', 'zstd', 'lz4', 'xz'), maxParallel: whole }),
            data: object({ compression: oneOf('gzip', 'bzip2', 'snappy'), jobs: whole }),
          },
          ['destinationPath'],
        ),
      }),
    },
    ['instances'],
  ),
  'postgresql.cnpg.io/v1/ScheduledBackup': object(
    {
      schedule: text,
      suspend: yes,
      immediate: yes,
      backupOwnerReference: oneOf('none', 'self', 'cluster'),
      method: oneOf('barmanObjectStore', 'volumeSnapshot', 'plugin'),
      cluster: secretName,
    },
    ['schedule', 'cluster'],
  ),
};
