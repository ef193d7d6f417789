import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

function linesOf(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  const logger = createLogger({ service: 'test', level: 'info' }, { write: (line) => void lines.push(line) });
  write(logger);
  return lines.map((line) => JSON.parse(line));
}

test('a line says when, how grave, which service and what', () => {
  const [line] = linesOf((logger) => logger.warn({ deliveryId: 'a' }, 'Something'));
  expect(line).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    service: 'test',
    deliveryId: 'a',
    message: 'Something',
  });
});

test('credentials and words of people are censored wherever they stand', () => {
  const secret = 'canary';
  const lines = linesOf((logger) => {
    logger.info({ token: secret, authorization: secret, title: secret, body: secret, 'set-cookie': secret });
    logger.info({ headers: { authorization: secret, cookie: secret, 'x-hub-signature-256': secret } });
    logger.info({ request: { user: { email: secret, password: secret } } });
  });
  expect(lines).toHaveLength(3);
  expect(JSON.stringify(lines)).not.toContain(secret);
});

test('the text of a database error is not written, its code is', () => {
  const error = Object.assign(new Error('invalid input syntax for type uuid: "canary"'), {
    code: '22P02',
    severity: 'ERROR',
    detail: 'canary',
  });
  const [line] = linesOf((logger) => logger.error({ err: new Error('The read failed', { cause: error }) }));
  expect(JSON.stringify(line)).not.toContain('canary');
  expect(line?.err).toMatchObject({ type: 'Error', message: 'The read failed', cause: { code: '22P02' } });
});

test('what is not an error can be logged as one', () => {
  const [line] = linesOf((logger) => logger.error({ err: 'canary' }));
  expect(line?.err).toEqual({ type: 'string', message: 'something that is not an Error was thrown' });
});
