import { afterEach, expect, test } from 'vitest';
import { type Check, readinessStatusCode, readReadiness } from './health.ts';
import { type HealthServer, startHealthServer } from './health-server.ts';
import { createMetrics, renderMetrics } from './metrics.ts';

const up: Check = { name: 'up', isRequired: true, probe: async () => undefined };
const down: Check = {
  name: 'down',
  isRequired: true,
  probe: () => {
    throw new Error('canary');
  },
};
const hanging: Check = {
  name: 'hanging',
  isRequired: true,
  probe: () => new Promise(() => undefined),
  timeoutMilliseconds: 20,
};

test.each([
  [[up], 'ready', 200],
  [[up, { ...down, isRequired: false }], 'degraded', 200],
  [[up, { ...hanging, isRequired: false }], 'degraded', 200],
  [[up, down], 'unavailable', 503],
  [[up, hanging], 'unavailable', 503],
] as const)('%j is %s', async (checks, status, code) => {
  const readiness = await readReadiness(checks);
  expect(readiness.status).toBe(status);
  expect(readinessStatusCode(readiness)).toBe(code);
});

test('says what is down and whether it hung, not why', async () => {
  const { checks } = await readReadiness([up, down, hanging]);
  expect(checks).toEqual([
    { name: 'up', status: 'up', milliseconds: expect.any(Number) },
    { name: 'down', status: 'down', milliseconds: expect.any(Number), reason: 'failed' },
    { name: 'hanging', status: 'down', milliseconds: expect.any(Number), reason: 'timed_out' },
  ]);
});

let server: HealthServer | undefined;
afterEach(() => server?.close());

test('a process without HTTP of its own is asked through the small server', async () => {
  const metrics = createMetrics('worker');
  metrics.jobFailuresTotal.inc({ job: 'processPush' });
  let checks = [up];
  server = await startHealthServer({
    host: '127.0.0.1',
    port: 0,
    readiness: () => readReadiness(checks),
    metrics: () => renderMetrics(metrics),
  });
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${server?.port}${path}`);
    return [response.status, await response.text()] as const;
  };
  expect(await get('/live')).toEqual([200, '{"status":"live"}']);
  expect((await get('/ready?x=1'))[0]).toBe(200);
  checks = [down];
  expect((await get('/ready'))[0]).toBe(503);
  expect((await get('/live'))[0]).toBe(200);
  expect((await get('/metrics'))[1]).toContain('job_failures_total{job="processPush",service="worker"} 1');
  expect((await get('/else'))[0]).toBe(404);
});
