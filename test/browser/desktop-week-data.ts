import { AccessLogView, WeekView } from '../../apps/desktop/src/ipc/week.ts';
import { at, id, ZONE } from './desktop-times.ts';
import { minutes } from './desktop-views.ts';

type Week = typeof WeekView._input;
type Day = Week['days'][number];
type Session = Day['sessions'][number];

const day = (text: string) => Temporal.PlainDate.from(text);
const midnight = (date: Temporal.PlainDate) => date.toZonedDateTime(ZONE).epochMilliseconds;

function session(
  number: number,
  date: string,
  [from, to]: [string, string],
  workedMinutes: number,
  rest: Partial<Session> = {},
): Session {
  return {
    sessionId: id(number),
    startedAt: at(from, date),
    endedAt: at(to, date),
    workedMs: minutes(workedMinutes),
    pauses: [],
    isClosedAutomatically: false,
    needsReview: false,
    isCorrected: false,
    isRequested: false,
    ...rest,
  };
}

function dayOf(text: string, workedMinutes: number, rest: Partial<Day>): Day {
  return {
    day: text,
    startsAt: midnight(day(text)),
    endsAt: midnight(day(text).add({ days: 1 })),
    workedMs: minutes(workedMinutes),
    breakMs: 0,
    unresolvedMs: 0,
    targetMinutes: 480,
    status: 'open',
    sessions: [],
    clockShift: null,
    ...rest,
  };
}

const pause = (
  number: number,
  [from, to]: [string, string],
  date: string,
  rest: Partial<Session['pauses'][number]>,
): Session['pauses'][number] => ({
  pauseId: id(number),
  kind: 'break',
  cause: null,
  startedAt: at(from, date),
  endedAt: at(to, date),
  resolution: 'excluded',
  ...rest,
});

const night = { startedAt: at('22:00', '2026-10-24'), endedAt: at('06:00', '2026-10-25') };

/** 19 to 25 October: a session over the midnight at which the clocks go back (Z-04), one closed automatically (L-01). */
export const week: WeekView = WeekView.parse({
  zone: ZONE,
  workedMs: minutes(2799),
  unresolvedMs: minutes(15),
  targetMinutes: 2400,
  fromServerAt: at('14:02', '2026-10-25'),
  isLatest: true,
  correction: {
    appliesUpToMinutes: 30,
    appliesUpToDays: 7,
    decidedBy: 'Ana Ruiz',
    maximumSessionMinutes: 840,
  },
  days: [
    dayOf('2026-10-19', 482, {
      sessions: [
        session(61, '2026-10-19', ['08:58', '12:31'], 213),
        session(62, '2026-10-19', ['13:12', '17:41'], 269),
      ],
    }),
    dayOf('2026-10-20', 465, {
      sessions: [
        session(63, '2026-10-20', ['09:10', '12:25'], 195),
        session(64, '2026-10-20', ['13:00', '17:30'], 270),
      ],
    }),
    dayOf('2026-10-21', 490, {
      breakMs: minutes(52),
      sessions: [
        session(65, '2026-10-21', ['09:00', '18:02'], 490, {
          isClosedAutomatically: true,
          needsReview: true,
          pauses: [pause(71, ['12:10', '13:02'], '2026-10-21', {})],
        }),
      ],
    }),
    dayOf('2026-10-22', 432, {
      breakMs: minutes(41),
      unresolvedMs: minutes(15),
      sessions: [
        session(66, '2026-10-22', ['08:58', '17:06'], 432, {
          pauses: [
            pause(72, ['12:31', '13:12'], '2026-10-22', {}),
            pause(73, ['14:05', '14:20'], '2026-10-22', {
              kind: 'gap',
              cause: 'asleep',
              resolution: 'pending',
            }),
          ],
        }),
      ],
    }),
    dayOf('2026-10-23', 390, {
      sessions: [
        session(67, '2026-10-23', ['09:05', '12:30'], 205),
        session(68, '2026-10-23', ['13:15', '16:20'], 185),
      ],
    }),
    dayOf('2026-10-24', 120, {
      targetMinutes: null,
      sessions: [session(69, '2026-10-24', ['22:00', '23:00'], 120, night)],
    }),
    dayOf('2026-10-25', 420, {
      targetMinutes: null,
      sessions: [session(69, '2026-10-25', ['00:00', '06:00'], 420, night)],
      clockShift: {
        at: at('03:00', '2026-10-25') - minutes(60),
        wallMinuteBefore: 180,
        wallMinuteAfter: 120,
      },
    }),
  ],
});

export const accessLog: AccessLogView = AccessLogView.parse({
  asOf: at('15:06'),
  isOffline: false,
  entries: [
    looked('2026-10-22', '09:12', 'Ana Ruiz', 'manager', 'viewed', 'Day totals, 12–18 Oct'),
    looked('2026-10-19', '16:40', 'Jonas Vik', 'admin', 'exported', 'Day totals, September'),
    looked('2026-10-12', '10:18', 'Ana Ruiz', 'manager', 'viewed', 'Day totals, 5–11 Oct'),
    looked('2026-10-01', '08:02', 'Jonas Vik', 'admin', 'locked', 'September'),
    looked('2026-09-28', '11:30', 'Ana Ruiz', 'manager', 'viewed', 'Day totals, 21–27 Sep'),
  ],
});

function looked(date: string, time: string, ...[who, role, did, what]: [string, string, string, string]) {
  return { at: at(time, date), who, role, did, what };
}
