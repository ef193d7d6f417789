import type { AppView } from '../../apps/desktop/src/ipc/view.ts';
import { at, DAY, id, MINUTE } from './desktop-times.ts';
import { minutes, type ViewPatch, viewWith } from './desktop-views.ts';

type Pauses = NonNullable<NonNullable<ViewPatch['work']>['pauses']>;
type Pending = Pauses['pending'][number];

function pause(
  number: number,
  cause: Pending['cause'],
  [from, to]: [string, string],
  droppedMinutes: number,
): Pending {
  const startedAt = at(from);
  const endedAt = at(to);
  return {
    pauseId: id(number),
    sessionId: id(1),
    cause,
    startedAt,
    endedAt,
    pieces: [{ day: DAY, ms: endedAt - startedAt }],
    canClockOut: true,
    droppedIfClockedOut: droppedMinutes > 0 ? [{ day: DAY, ms: droppedMinutes * MINUTE }] : [],
  };
}

const withPauses = (pauses: Partial<Pauses>, sentAt: number): AppView =>
  viewWith({
    sentAt,
    work: { pauses: { pending: [], settled: [], workedWithout: [], ...pauses } },
  });

const night: Pending = {
  ...pause(44, 'asleep', ['23:40', '23:59'], 0),
  startedAt: at('23:40', '2026-10-21'),
  endedAt: at('01:10'),
  pieces: [
    { day: '2026-10-21', ms: minutes(20) },
    { day: DAY, ms: minutes(70) },
  ],
  droppedIfClockedOut: [{ day: DAY, ms: minutes(25) }],
};

const three = [
  pause(41, 'no_input', ['10:00', '10:25'], 225),
  pause(42, 'locked', ['12:31', '13:12'], 99),
  pause(43, 'asleep', ['14:05', '14:20'], 46),
];

const settled = (
  number: number,
  [from, to]: [string, string],
  rest: Partial<Pauses['settled'][number]>,
): Pauses['settled'][number] => ({
  pauseId: id(number),
  startedAt: at(from),
  endedAt: at(to),
  outcome: 'kept',
  decidedAt: null,
  decidedOn: 'this_device',
  deviceName: null,
  canChange: true,
  ...rest,
});

/** Every state of the window that pauses are decided in. */
export const pauseStates: Record<string, AppView> = {
  one: withPauses(
    {
      pending: [pause(41, 'no_input', ['10:00', '10:25'], 1)],
      workedWithout: [{ day: DAY, ms: minutes(63) }],
    },
    at('10:26'),
  ),
  three: withPauses({ pending: three, workedWithout: [{ day: DAY, ms: minutes(287) }] }, at('15:06')),
  'app-closed': withPauses(
    {
      pending: [pause(45, 'app_closed', ['17:20', '19:45'], 5)],
      workedWithout: [{ day: DAY, ms: minutes(387) }],
    },
    at('19:50'),
  ),
  'over-midnight': withPauses(
    {
      pending: [night],
      workedWithout: [
        { day: '2026-10-21', ms: minutes(110) },
        { day: DAY, ms: minutes(25) },
      ],
    },
    at('01:35'),
  ),
  settled: withPauses(
    {
      settled: [
        settled(41, ['10:00', '10:25'], { decidedAt: at('10:26') }),
        settled(46, ['11:05', '11:40'], {
          outcome: 'no_pause',
          decidedOn: 'other_device',
          deviceName: 'studio-pc',
          canChange: false,
        }),
        settled(42, ['12:31', '13:12'], {
          outcome: 'left_out',
          decidedAt: at('13:15'),
          decidedOn: 'web',
        }),
      ],
    },
    at('15:06'),
  ),
};
