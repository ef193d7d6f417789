import type { ErrorReporter } from '@devpulse/observability/errors';
import type { Logger } from '@devpulse/observability/logger';
import type { Metrics } from '@devpulse/observability/metrics';
import type { Environment } from '../env.ts';

/** What the process is made with once; every other part is made by Nest. */
export class ProcessParts {
  readonly environment: Environment;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly errors: ErrorReporter;
  /** The clock, as epoch milliseconds; read once per request, at the edge. */
  readonly now: () => number;

  constructor(parts: {
    environment: Environment;
    logger: Logger;
    metrics: Metrics;
    errors: ErrorReporter;
    now?: () => number;
  }) {
    this.environment = parts.environment;
    this.logger = parts.logger;
    this.metrics = parts.metrics;
    this.errors = parts.errors;
    this.now = parts.now ?? Date.now;
  }
}
