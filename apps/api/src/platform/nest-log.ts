import type { Logger } from '@devpulse/observability/logger';
import type { LoggerService } from '@nestjs/common';

/** Lets Nest speak through the process's logger. What Nest says of its own start is of interest to a debugger only. */
export class NestLog implements LoggerService {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  log(message: unknown, context?: unknown): void {
    this.#logger.debug({ context }, String(message));
  }

  debug(message: unknown, context?: unknown): void {
    this.#logger.trace({ context }, String(message));
  }

  verbose(message: unknown, context?: unknown): void {
    this.#logger.trace({ context }, String(message));
  }

  warn(message: unknown, context?: unknown): void {
    this.#logger.warn({ context }, String(message));
  }

  error(message: unknown): void {
    const err = message instanceof Error ? message : new Error(String(message));
    this.#logger.error({ err }, 'Nest reported an error');
  }
}
