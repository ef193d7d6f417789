import { expect, test } from 'vitest';
import { isStoreAway } from './store-fault.ts';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

test.each([
  withCode('ECONNREFUSED'),
  withCode('57P01'),
  withCode('57P03'),
  withCode('53300'),
  withCode('08006'),
  new Error('timeout exceeded when trying to connect'),
  new Error('Connection terminated unexpectedly'),
])('%o: the database is away', (error) => {
  expect(isStoreAway(error)).toBe(true);
});

test.each([
  withCode('22P02'),
  withCode('57014'),
  withCode('42P01'),
  withCode('ERR_INVALID_ARG'),
  new Error('x'),
  'x',
  null,
])('%o: the fault lies elsewhere', (error) => {
  expect(isStoreAway(error)).toBe(false);
});
