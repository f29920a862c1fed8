import 'reflect-metadata';
import { createLogger, runUntilStopped } from '@tandem/platform';
import { type Gateway, startGateway } from './app.module';
import { type Settings, config } from './config';

async function start(): Promise<Gateway> {
  const settings = config();
  const logger = createLogger('gateway', settings.LOG_LEVEL);
  const gateway = await startGateway({
    port: settings.PORT,
    host: settings.HOST,
    development: settings.TANDEM_ENV === 'development',
    issuer: issuerOf(settings),
    ...addressesOf(settings),
    log: (level, message, details) => logger[level]({ ...details }, message),
  });
  logger.info({ url: gateway.url }, 'listening');
  return gateway;
}

const issuerOf = ({ TANDEM_ISSUER, TANDEM_AUDIENCE, TANDEM_JWKS_URL }: Settings) => ({
  issuer: TANDEM_ISSUER,
  audience: TANDEM_AUDIENCE,
  jwksUrl: TANDEM_JWKS_URL ?? `${TANDEM_ISSUER}/.well-known/jwks.json`,
});

function addressesOf(settings: Settings) {
  const doors = {
    exercises: settings.TANDEM_EXERCISES_URL,
    experiments: settings.TANDEM_EXPERIMENTS_URL,
    metrics: settings.TANDEM_METRICS_URL,
    notifications: settings.TANDEM_NOTIFICATIONS_URL,
  };
  const services = Object.fromEntries(
    Object.entries(doors).map(([name, url]) => [name, new URL('/graphql', url).href]),
  );
  return { doors, services };
}

void runUntilStopped(start);
