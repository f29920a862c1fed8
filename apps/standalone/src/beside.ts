import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BadSettings, loadConfig } from '@tandem/platform';
import { z } from 'zod';
import { people, personNamed, tenantId } from '../sample/company';
import { customer } from './customer';
import { DevModule } from './dev-doors';
import { demandDevelopment, DevelopmentOnly, devIssuer } from './dev-issuer';
import { firstQuery } from './first-query';
import { loadSample } from './load-sample';

const host = '127.0.0.1';
const issuerPort = 4100;
const gateway = `http://${host}:4000`;

const Settings = z.object({
  TANDEM_ENV: z.string().optional(),
  TANDEM_AUDIENCE: z.string().default('tandem'),
  NODE_ENV: z.string().optional(),
  KUBERNETES_SERVICE_HOST: z.string().optional(),
});

@Module({})
class IssuerModule {}

const say = (line: string) => void process.stdout.write(`${line}\n`);

/**
 * The issuer for development and the sample company beside services that run as containers of one network namespace,
 * so that the issuer stays on its loopback. With the name of one of the sample people: prints a token and ends.
 */
async function main([person]: readonly string[]): Promise<void> {
  if (person !== undefined) return say(await askForToken(person));
  const settings = loadConfig(Settings);
  demandDevelopment({ host, ...settings });
  const issuer = await devIssuer(
    { host, ...settings },
    { issuer: `http://${host}:${issuerPort}/dev`, audience: settings.TANDEM_AUDIENCE, tenantId },
  );
  const module = { module: IssuerModule, imports: [DevModule.with({ issuer, people, firstQuery })] };
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    bodyParser: false,
    logger: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, body, done) => done(null, body)); // the doors read for themselves
  await app.listen(issuerPort, host);
  const stop = () => void app.close().then(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop);

  say('DEV ISSUER: whoever can reach this network namespace can sign in as anybody.');
  const someone = customer(gateway, (name) => issuer.tokenFor(personNamed(name)!));
  await loadSample(someone, undefined, say);
  say('The sample company is there.');
}

async function askForToken(person: string): Promise<string> {
  const response = await fetch(`http://${host}:${issuerPort}/dev/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/plain' },
    body: JSON.stringify({ person }),
  });
  if (!response.ok) throw new BadSettings(`No token: ${await response.text()}`);
  return response.text();
}

main(process.argv.slice(2)).catch((error: Error) => {
  const isOurs = error instanceof DevelopmentOnly || error instanceof BadSettings;
  process.stderr.write(`${isOurs ? error.message : error.stack}\n`);
  process.exit(isOurs ? 78 : 1);
});
