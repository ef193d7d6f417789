import { expect, test } from 'vitest';
import { clusterBounds, extentsOf } from './cluster.ts';
import { at, clockIn, clockOut, decided, device, found, HOUR } from './fold.fixture.ts';

test('an extent holds all that a session touches, and its longest time where it has no end', () => {
  const a = device('A');
  const events = [
    a(at('09:00'), clockIn('s')),
    a(at('10:30'), found('s', 'p', [at('10:00'), at('10:30')])),
    a(at('12:00'), clockOut('s', at('12:00'))),
    a(at('09:00', 3), decided('s', 'p', 'counted')),
    a(at('13:00'), clockIn('t')),
  ];
  const extents = extentsOf(events, []);
  expect(extents).toEqual([
    { sessionId: 's', from: at('09:00'), to: at('12:00') + 1 },
    { sessionId: 't', from: at('13:00'), to: at('13:00') + 14 * HOUR + 1 },
  ]);
  const undone = [...events, a(at('12:00:30'), { type: 'clock_out_undone', sessionId: 's' })];
  expect(extentsOf(undone, [])[0]?.to).toBe(at('23:00') + 1);
});

test('the bounds grow over what overlaps, and over what overlaps that', () => {
  const extents = [
    { from: 0, to: 10 },
    { from: 9, to: 20 },
    { from: 20, to: 30 },
    { from: 31, to: 40 },
  ];
  expect(clusterBounds([{ from: 5, to: 6 }], extents)).toEqual({ from: 0, to: 30 });
  expect(clusterBounds([{ from: 35, to: 50 }], extents)).toEqual({ from: 31, to: 50 });
  expect(clusterBounds([], extents)).toBeNull();
});
