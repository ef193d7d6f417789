import { expect, test } from 'vitest';
import { type ZonePoint, zoneAt, zoneTimeline } from './zone-points.ts';

const device = (at: number, zone: string): ZonePoint => ({ id: `d${at}`, at, source: 'device', zone });

test('a zone is in force from when it was told; the first also before, and the fallback while none was', () => {
  const zones = zoneTimeline([device(20, 'Asia/Tokyo'), device(10, 'Europe/Berlin')], 'UTC');
  const inForce = [5, 10, 19, 20].map((at) => zoneAt(zones, at));
  expect(inForce).toEqual(['Europe/Berlin', 'Europe/Berlin', 'Europe/Berlin', 'Asia/Tokyo']);
  expect(zoneAt(zoneTimeline([], 'Europe/Paris'), 5)).toBe('Europe/Paris');
});

test('a chosen zone stays whatever devices say, until the member goes back to them', () => {
  const zones = zoneTimeline(
    [
      device(10, 'Europe/Berlin'),
      { id: 'c', at: 20, source: 'chosen', zone: 'Europe/London' },
      device(30, 'Asia/Tokyo'),
      { id: 'a', at: 40, source: 'automatic', zone: null },
      device(50, 'Asia/Tokyo'),
    ],
    'UTC',
  );
  expect(zones).toEqual([
    { validFrom: 10, zone: 'Europe/Berlin' },
    { validFrom: 20, zone: 'Europe/London' },
    { validFrom: 40, zone: 'Asia/Tokyo' },
  ]);
});

test('the order of arrival does not matter', () => {
  const points = [device(1, 'Asia/Tokyo'), device(2, 'UTC'), device(3, 'Asia/Tokyo')];
  expect(zoneTimeline(points.toReversed(), 'UTC')).toEqual(zoneTimeline(points, 'UTC'));
});
