const preset = require('../../jest.preset.cjs');

// The Hive runtime loads its planner and transports by import(), which Jest cannot do: SWC makes it require().
const hive = '@graphql-hive|@graphql-mesh';
const [[modules, [swc, options]]] = Object.entries(preset.transform);

module.exports = {
  ...preset,
  displayName: 'gateway',
  rootDir: __dirname,
  transform: {
    [`/node_modules/(${hive})/.+\\.c?js$`]: [swc, { ...options, module: { type: 'commonjs', ignoreDynamic: false } }],
    [modules]: [swc, options],
  },
  transformIgnorePatterns: preset.transformIgnorePatterns.map((pattern) => pattern.replace('(?!(', `(?!(${hive}|`)),
};
