const preset = require('../../jest.preset.cjs');

// The explorer is loaded by import() once somebody looks, which Jest cannot do: SWC makes it require().
const [[modules, [swc, options]]] = Object.entries(preset.transform);

module.exports = {
  ...preset,
  displayName: 'standalone',
  rootDir: __dirname,
  transform: { [modules]: [swc, { ...options, module: { ...options.module, ignoreDynamic: false } }] },
};
