import { connect } from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import { type FaultProxy, faultProxy } from './fault-proxy';

export { type FaultProxy, faultProxy } from './fault-proxy';

/** The broker of a test run, which `npm test` starts or finds. Without one it says so in the end. */
export const testBroker: string | undefined = process.env.KAFKA_BROKERS?.split(',')[0];

/** What a Kafka suite is called where there is no broker, so that nobody takes its silence for success. */
export const noBroker = 'DID NOT RUN: there is no Kafka, set KAFKA_BROKERS';

/** A proxy before the broker of the test run, and what makes clients come to it wherever the broker sends them. */
export async function proxiedBroker(): Promise<{
  proxy: FaultProxy;
  options: { brokers: string[]; socketFactory: ISocketFactory };
}> {
  const [host = '', port] = (testBroker ?? '').split(':');
  const proxy = await faultProxy({ host, port: Number(port) });
  const socketFactory: ISocketFactory = ({ onConnect }) =>
    connect({ host: '127.0.0.1', port: proxy.port, keepAlive: true }, onConnect).setNoDelay();
  return { proxy, options: { brokers: [testBroker ?? ''], socketFactory } };
}
