import { expect, test } from 'vitest';
import { observeGithub } from './github-requests.ts';
import { createLogger } from './logger.ts';
import { createMetrics, renderMetrics } from './metrics.ts';

function openObserver() {
  const lines: string[] = [];
  const metrics = createMetrics('test');
  const logger = createLogger(
    { service: 'test', level: 'trace' },
    { write: (line) => void lines.push(line) },
  );
  return { observer: observeGithub({ metrics, logger }), metrics, lines };
}

test('requests, budgets and clocks are figures without names', async () => {
  const { observer, metrics } = openObserver();
  observer.onRequest({ kind: 'graphql', outcome: 'too_heavy' });
  observer.onBudget({ resource: 'graphql', limit: 5_000, remaining: 1_250 });
  observer.onSkew({ webUrl: 'https://git.fernhill.example', milliseconds: 1_500 });
  const { body } = await renderMetrics(metrics);
  expect(body).toContain('github_requests_total{kind="graphql",outcome="too_heavy",service="test"} 1');
  expect(body).toContain('github_budget_left_ratio{resource="graphql",service="test"} 0.25');
  expect(body).toContain('github_clock_skew_seconds{service="test"} 1.5');
  expect(body).not.toContain('fernhill');
});

test('a clock that is off by more than 20 seconds alarms once, until it is right again', () => {
  const { observer, lines } = openObserver();
  for (const seconds of [20, -21, -300, 0, 21]) {
    observer.onSkew({ webUrl: 'https://github.com', milliseconds: seconds * 1_000 });
  }
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'error', skewSeconds: -21 },
    { level: 'error', skewSeconds: 21 },
  ]);
});
