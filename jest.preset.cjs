const fs = require('node:fs');
const path = require('node:path');
const swcrc = JSON.parse(fs.readFileSync(path.join(__dirname, '.swcrc'), 'utf8'));
const { paths } = JSON.parse(fs.readFileSync(path.join(__dirname, 'tsconfig.base.json'), 'utf8')).compilerOptions;

fs.mkdirSync(path.join(__dirname, 'dist/test'), { recursive: true }); // Jest makes no folder for --outputFile

// ESM-only packages that Jest cannot require() on Node 20 and 22: SWC makes them CommonJS (cached).
const esmOnly = '@nestjs|@octokit|file-type|strtok3|token-types|uint8array-extras|@tokenizer|@borewit|jose';

module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  testTimeout: 30_000,
  sandboxInjectedGlobals: ['Math'], // else each use of Math in a spec is a slow look-up: simulations take ten times as long
  ...(process.env.TEST_DB === 'docker' && {
    globalSetup: path.join(__dirname, 'tools/test-docker.cjs'),
    globalTeardown: path.join(__dirname, 'tools/test-docker-stop.cjs'),
  }),
  transform: {
    '^.+\\.(m?js|ts)$': ['@swc/jest', { ...swcrc, module: { type: 'commonjs' }, swcrc: false, sourceMaps: 'inline' }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly})/)`],
  moduleNameMapper: Object.fromEntries(
    Object.entries(paths).map(([name, [file]]) => [`^${name}$`, path.join(__dirname, file)]),
  ),
};
