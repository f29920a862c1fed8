import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';

/** What a service logs with: JSON lines on standard output, errors with their stack, no secrets and no bodies. */
export const createLogger = (service: string, level: string): Logger =>
  pino({
    name: service,
    level,
    redact: ['authorization', '*.authorization', 'headers.authorization', '*.password', '*.secret'],
  });

/** Lets the framework write through the same logger. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  error(message: unknown, ...more: readonly unknown[]): void {
    const context = more.at(-1);
    if (message instanceof Error) this.logger.error({ context, err: message }, message.message);
    else this.logger.error({ context, stack: more.length > 1 ? more[0] : undefined }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.logger.trace({ context }, String(message));
  }
}
