import { expect, test } from 'vitest';
import { DURATIONS } from '../delivery/facts.ts';
import { COUNT_COLUMNS, SNAPSHOT_COLUMNS } from './daily-metrics.ts';
import { METRIC_IDS, METRICS, type MetricDefinition } from './definitions.ts';

test.each(METRIC_IDS)('%s is complete and points at what DailyMetrics holds', (id) => {
  const metric: MetricDefinition = METRICS[id];
  expect(metric.id).toBe(id);
  expect(metric.formula).toMatch(/^[A-Z].*\.$/);
  expect(metric.docs).toBe(`#${id.replaceAll('_', '-')}`);
  expect(metric.version).toBeGreaterThanOrEqual(metric.since);
  const { source } = metric;
  expect(metric.unit).toBe(source.kind === 'duration' ? 'duration' : 'count');
  if (source.kind === 'duration') expect(DURATIONS).toContain(source.duration);
  if (source.kind === 'count') expect(COUNT_COLUMNS).toContain(source.column);
  if (source.kind === 'snapshot') expect(SNAPSHOT_COLUMNS).toContain(source.column);
});

test('labels are unique', () => {
  const labels = METRIC_IDS.map((id) => METRICS[id].label);
  expect(new Set(labels).size).toBe(labels.length);
});
