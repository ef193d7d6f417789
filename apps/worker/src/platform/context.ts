import type { Database } from '@devpulse/database/connection';
import type { Instant } from '@devpulse/domain/time/instant';
import type { DeliveryJob } from '@devpulse/jobs/catalogue';
import type { Queues } from '@devpulse/jobs/queues';
import type { Logger } from '@devpulse/observability/logger';
import type { Metrics } from '@devpulse/observability/metrics';
import type { DoneDeliveries } from './done-deliveries.ts';
import type { RollupBell } from './rollup-bell.ts';
import type { Turns } from './turns.ts';

/** What every handler works with. Time is read here, at the edge, and nowhere below. */
export type WorkerContext = {
  database: Database;
  queues: Queues;
  bell: RollupBell;
  logger: Logger;
  metrics: Metrics;
  defaultTimeZone: string;
  doneDeliveries: DoneDeliveries;
  /** Of projections: more at a time would wait for each other's locks. */
  turns: Turns;
  /** How many waiting deliveries a bell takes along with its own. */
  takenAlong: number;
  now(): Instant;
  /** Told as each delivery passes each step; fault runs end the process there. */
  reach(step: ProjectionStep): void;
  /** Leaves the cause of a failed attempt with the delivery; never rejects, since the failure itself is what counts. */
  recordFailure(job: DeliveryJob, failure: { error: unknown; isFinal: boolean }): Promise<void>;
};

/** Steps of a projection, in their order; all but the last undo themselves when the process dies. */
export const PROJECTION_STEPS = ['claimed', 'interpreted', 'projected', 'settled', 'committed'] as const;
export type ProjectionStep = (typeof PROJECTION_STEPS)[number];
