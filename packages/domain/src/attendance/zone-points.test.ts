import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changingPoints, type ZonePoint, zoneAt, zoneTimeline } from './zone-points.ts';

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

test('a device that says what was said last changes nothing, whenever it says so', () => {
  const story = [device(10, 'Europe/Berlin'), device(30, 'Asia/Tokyo')];
  const told = [device(20, 'Europe/Berlin'), device(30, 'Asia/Tokyo'), device(40, 'Asia/Tokyo')];
  expect(changingPoints(story, told)).toEqual([]);
  expect(changingPoints(story, [device(20, 'UTC'), device(25, 'UTC')])).toEqual([
    { point: device(20, 'UTC'), until: 30 },
  ]);
});

test('a story of what changes, and of what comes to change by what is told late, is as true as one of everything', () => {
  const zone = fc.constantFrom('Europe/Berlin', 'Asia/Tokyo', 'UTC');
  const statements = fc.uniqueArray(fc.record({ at: fc.nat(40), zone, batch: fc.nat(5) }), {
    selector: ({ at }) => at,
    maxLength: 25,
  });
  const choices: ZonePoint[] = [
    { id: 'c', at: 12, source: 'chosen', zone: 'Europe/London' },
    { id: 'a', at: 24, source: 'automatic', zone: null },
  ];
  fc.assert(
    fc.property(statements, fc.boolean(), (all, hasChosen) => {
      const story: ZonePoint[] = hasChosen ? [...choices] : [];
      const said: ZonePoint[] = [];
      for (let batch = 0; batch <= 5; batch += 1) {
        const told = all.filter((one) => one.batch === batch).map((one) => device(one.at, one.zone));
        for (;;) {
          const changing = changingPoints(story, told);
          if (changing.length === 0) break;
          const further = changing.map(({ point, until }) =>
            said.find(({ at, zone: other }) => at >= point.at && at < until && other !== point.zone),
          );
          story.push(...changing.map(({ point }) => point), ...further.filter((one) => one !== undefined));
        }
        said.push(...told);
        said.sort((a, b) => a.at - b.at);
        const whole = [...said, ...(hasChosen ? choices : [])];
        expect(zoneTimeline(story, 'UTC')).toEqual(zoneTimeline(whole, 'UTC'));
      }
    }),
    { numRuns: 2_000 },
  );
});
