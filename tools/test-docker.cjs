// Jest's globalSetup and globalTeardown under TEST_DB=docker: PostgreSQL from a container instead of npm's binaries;
// the oldest release that is supported.
let container;

module.exports = async () => {
  const { PostgreSqlContainer } = require('@testcontainers/postgresql');
  container = await new PostgreSqlContainer(process.env.TEST_DB_IMAGE || 'postgres:15')
    .withCommand(['postgres', '-c', 'fsync=off', '-c', 'max_connections=200'])
    .start();
  process.env.DATABASE_URL = container.getConnectionUri();
};

module.exports.stop = () => container?.stop();
