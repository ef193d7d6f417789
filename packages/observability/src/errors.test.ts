import type { ErrorEvent } from '@sentry/node';
import { expect, test } from 'vitest';
import { createErrorReporter, stripEvent } from './errors.ts';

test('without a DSN nothing is reported and nothing loaded', async () => {
  const reporter = await createErrorReporter({ dsn: undefined, service: 'test', release: '0' });
  reporter.report(new Error('x'));
  await reporter.close();
});

test('an event keeps what describes the code, and nothing of people', () => {
  const canary = 'canary';
  const event = {
    type: undefined,
    message: 'a message',
    release: '0.1.0',
    request: { url: canary, data: canary },
    user: { email: canary },
    breadcrumbs: [{ message: canary }],
    extra: { body: canary },
    contexts: { state: { value: canary } },
    exception: {
      values: [{ type: 'Error', stacktrace: { frames: [{ filename: 'a.ts', vars: { title: canary } }] } }],
    },
  } as unknown as ErrorEvent;
  const kept = stripEvent(event);
  expect(JSON.stringify(kept)).not.toContain(canary);
  expect(kept).toMatchObject({
    message: 'a message',
    release: '0.1.0',
    exception: { values: [{ type: 'Error', stacktrace: { frames: [{ filename: 'a.ts' }] } }] },
  });
});
