import { expect, test } from 'vitest';
import {
  at,
  breakEnd,
  breakStart,
  clockIn,
  clockOut,
  device,
  figures,
  fold,
  HOUR,
  MINUTE,
  resultOf,
} from './fold.fixture.ts';

test('J3: the sequence orders what a device told, also where its clock went back', () => {
  const a = device('A');
  const folded = fold([
    a(at('09:00'), clockIn('s')),
    a(at('11:00'), breakStart('s', 'p')),
    a(at('10:30'), breakEnd('s', 'p')),
    a(at('10:40'), breakStart('s', 'q')),
    a(at('10:50'), breakEnd('s', 'q')),
    a(at('12:00'), clockOut('s', at('12:00'))),
  ]);
  expect(figures(folded)).toMatchObject({ workedMs: 3 * HOUR, breakMs: 0 });
  expect(folded.results.map((one) => one.result)).toEqual(Array(6).fill('applied'));
});

test('of two ends of a break the first counts', () => {
  const [a, b] = [device('A'), device('B')];
  const second = b(at('10:40'), breakEnd('s', 'p'));
  const folded = fold([
    a(at('09:00'), clockIn('s')),
    a(at('10:00'), breakStart('s', 'p')),
    second,
    a(at('10:30'), breakEnd('s', 'p')),
    a(at('12:00'), clockOut('s', at('12:00'))),
  ]);
  expect(figures(folded)).toMatchObject({ breakMs: 30 * MINUTE });
  expect(resultOf(folded, second)).toEqual(['superseded', null]);
});

test('a break that was left running ends with its session, not with a later one', () => {
  const [a, b] = [device('A'), device('B')];
  const folded = fold([
    a(at('09:00'), clockIn('a')),
    b(at('10:00'), clockIn('b')),
    b(at('11:50'), breakStart('b', 'p')),
    a(at('12:00'), clockOut('a', at('12:00'))),
    a(at('14:00'), clockIn('c')),
    a(at('15:00'), clockOut('c', at('15:00'))),
  ]);
  expect(folded.sessions).toMatchObject([{ sessionId: 'a', aliases: ['b'] }, { sessionId: 'c' }]);
  expect(figures(folded)).toMatchObject({ workedMs: 4 * HOUR - 10 * MINUTE, breakMs: 10 * MINUTE });
});
