import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const FAST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SLOW_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300];

export type Metrics = ReturnType<typeof createMetrics>;

/** The figures of one process. Labels are closed sets; ids, names and paths with ids never become labels. */
export function createMetrics(service: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    ...createWebhookMetrics(registry),
    ...createRequestMetrics(registry),
    ...createJobMetrics(registry),
    ...createGithubMetrics(registry),
  };
}

/** The text of `/metrics` with its content type. */
export async function renderMetrics(metrics: Metrics): Promise<{ contentType: string; body: string }> {
  return { contentType: metrics.registry.contentType, body: await metrics.registry.metrics() };
}

function createWebhookMetrics(registry: Registry) {
  const registers = [registry];
  return {
    /** From the last byte of the headers to the answer. */
    webhookAckSeconds: new Histogram({
      name: 'webhook_ack_seconds',
      help: 'Seconds from receiving a GitHub delivery to its answer',
      buckets: FAST_SECONDS,
      registers,
    }),
    webhookProcessingSeconds: new Histogram({
      name: 'webhook_processing_seconds',
      help: 'Seconds from receiving a GitHub delivery to its projection being committed',
      labelNames: ['event'] as const,
      buckets: SLOW_SECONDS,
      registers,
    }),
    deliveriesTotal: new Counter({
      name: 'deliveries_total',
      help: 'GitHub deliveries by outcome',
      labelNames: ['outcome'] as const,
      registers,
    }),
    deliveryBatchRows: new Histogram({
      name: 'delivery_batch_rows',
      help: 'Deliveries written by one statement',
      buckets: [1, 2, 4, 8, 16, 32, 64],
      registers,
    }),
    enqueueFailuresTotal: new Counter({
      name: 'enqueue_failures_total',
      help: 'Stored deliveries that could not be queued at once; the sweeper queues them',
      registers,
    }),
  };
}

function createRequestMetrics(registry: Registry) {
  const registers = [registry];
  return {
    httpRequestSeconds: new Histogram({
      name: 'http_request_seconds',
      help: 'Seconds to answer a request, by route',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: FAST_SECONDS,
      registers,
    }),
    liveConnections: new Gauge({
      name: 'live_connections',
      help: 'Open server-sent event connections',
      registers,
    }),
    passwordsHashing: new Gauge({
      name: 'passwords_hashing',
      help: 'Passwords that are being hashed or checked at this moment',
      registers,
    }),
  };
}

function createJobMetrics(registry: Registry) {
  const registers = [registry];
  return {
    jobSeconds: new Histogram({
      name: 'job_seconds',
      help: 'Seconds a job ran, by its name',
      labelNames: ['job', 'outcome'] as const,
      buckets: SLOW_SECONDS,
      registers,
    }),
    jobFailuresTotal: new Counter({
      name: 'job_failures_total',
      help: 'Attempts of jobs that failed, by name',
      labelNames: ['job'] as const,
      registers,
    }),
    deadLettersTotal: new Counter({
      name: 'dead_letters_total',
      help: 'Jobs that were given up, by name',
      labelNames: ['job'] as const,
      registers,
    }),
    queueDepth: new Gauge({
      name: 'queue_depth',
      help: 'Jobs by queue and state',
      labelNames: ['queue', 'state'] as const,
      registers,
    }),
    oldestPendingSeconds: new Gauge({
      name: 'oldest_pending_seconds',
      help: 'Age of the oldest stored delivery that is not projected yet',
      registers,
    }),
  };
}

function createGithubMetrics(registry: Registry) {
  const registers = [registry];
  return {
    healerAgeSeconds: new Gauge({
      name: 'healer_age_seconds',
      help: 'Seconds since GitHub’s log of deliveries was read, of the App of which that is longest ago',
      registers,
    }),
    githubRedeliveredTotal: new Counter({
      name: 'github_redelivered_total',
      help: 'Deliveries that GitHub was asked to send again',
      registers,
    }),
    githubRequestsTotal: new Counter({
      name: 'github_requests_total',
      help: 'Requests to GitHub by kind and outcome',
      labelNames: ['kind', 'outcome'] as const,
      registers,
    }),
    githubDriftTotal: new Counter({
      name: 'github_drift_total',
      help: 'Pull requests whose facts the nightly confirmation found to be other than what was stored',
      registers,
    }),
    githubBudgetLeft: new Gauge({
      name: 'github_budget_left_ratio',
      help: 'Share of the hourly budget that is left, as of the latest answer to whomever it came',
      labelNames: ['resource'] as const,
      registers,
    }),
    githubClockSkewSeconds: new Gauge({
      name: 'github_clock_skew_seconds',
      help: 'Seconds that the clock of GitHub is ahead of ours, as of the latest answer',
      registers,
    }),
  };
}
