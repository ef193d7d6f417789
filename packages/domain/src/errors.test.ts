import { expect, test } from 'vitest';
import { AppError } from './errors.ts';

test('an AppError carries what a person may see, and its cause apart', () => {
  const cause = new Error('secret');
  const error = new AppError('conflict', 'The name is taken.', {
    field: 'name',
    remedy: 'Choose another.',
    cause,
  });
  expect(error).toBeInstanceOf(Error);
  expect({ ...error }).toEqual({
    name: 'AppError',
    code: 'conflict',
    expectedSeq: null,
    overlapped: null,
    detail: 'The name is taken.',
    field: 'name',
    remedy: 'Choose another.',
    retryAfterSeconds: null,
  });
  expect(error.cause).toBe(cause);
  expect(new AppError('internal', 'x')).toMatchObject({ field: null, remedy: null });
  expect(new AppError('rate_limited', 'x', { retryAfterSeconds: 3 }).retryAfterSeconds).toBe(3);
});
