import { AppView } from '../../apps/desktop/src/ipc/view.ts';
import { at, DAY, id, MINUTE } from './desktop-times.ts';

type View = typeof AppView._input;
type Work = NonNullable<View['work']>;

const WEEK = ['2026-10-19', '2026-10-20', '2026-10-21', DAY, '2026-10-23', '2026-10-24', '2026-10-25'];
const WORKED = [482, 465, 490, 327, 0, 0, 0];

export const minutes = (count: number) => count * MINUTE;

function baseWork(): Work {
  return {
    member: { name: 'Mira Okafor', email: 'mira@fjordline.example', role: 'developer' },
    organization: { slug: 'fjordline', name: 'Fjordline' },
    organizations: [{ slug: 'fjordline', name: 'Fjordline' }],
    clock: {
      state: 'in',
      since: at('13:12'),
      elapsedMs: minutes(114) + 47_000,
      isRunning: true,
      sessionId: id(1),
      undoUntil: null,
      elsewhere: null,
    },
    today: {
      day: DAY,
      workedMs: minutes(327),
      breakMs: minutes(41),
      unresolvedMs: 0,
      targetMinutes: 480,
      isCountedHere: false,
    },
    week: {
      workedMs: minutes(1764),
      targetMinutes: 2400,
      isCountedHere: false,
      days: WEEK.map((day, index) => ({
        day,
        workedMs: minutes(WORKED[index] ?? 0),
        targetMinutes: index < 5 ? 480 : null,
      })),
    },
    pauses: { pending: [], settled: [], workedWithout: [] },
    requests: [],
  };
}

export function baseView(): View {
  return {
    sentAt: at('15:06'),
    version: '1.0.0',
    system: { platform: 'linux', name: 'Linux, x64' },
    schemaVersion: '1.0',
    server: 'devpulse.fjordline.example',
    isConnected: true,
    screen: { name: 'clock' },
    work: baseWork(),
    sync: { state: 'synced', at: at('15:06') },
    notice: null,
    moreNotices: 0,
    settings: {
      startAtLogin: false,
      showTimeInTray: true,
      shortcut: { keys: 'Control+Alt+I', problem: null, refusedKeys: null },
      reminders: { runningLongMinutes: 600, longBreakMinutes: 120, notClockedInBy: null },
      pauses: {
        isAsking: true,
        askingSetBy: 'member',
        thresholdMinutes: 10,
        thresholdSetBy: 'member',
        fromMinutes: 5,
        toMinutes: 60,
        organizationMinutes: 10,
      },
      theme: 'system',
      updates: { isAutomatic: true, setBy: 'member' },
      zone: { name: 'Europe/Berlin', since: '2026-03-01' },
    },
    detection: {
      input: { state: 'available', reason: 'changes_as_expected', lastSeenAt: null },
      lock: { state: 'available', reason: 'last_seen', lastSeenAt: at('12:31') },
      sleep: { state: 'available', reason: 'last_seen', lastSeenAt: at('14:05') },
      clockFastMs: -2000,
    },
    devices: [
      device(31, 'mira-laptop', 'Linux', '2026-08-03', { isCurrent: true, lastContactAt: at('15:06') }),
      device(32, 'studio-pc', 'Windows', '2026-01-11', { lastContactAt: at('15:02') }),
      device(33, 'old-laptop', 'macOS', '2025-02-01', { removedAt: at('10:00', '2026-09-02') }),
    ],
    update: { state: 'up_to_date', version: null, checkedAt: at('09:00'), isDeferred: false },
    tokenStorage: 'kept',
    opened: null,
  };
}

function device(
  number: number,
  name: string,
  system: string,
  linked: string,
  rest: Partial<View['devices'][number]>,
): View['devices'][number] {
  return {
    deviceId: id(number),
    name,
    system,
    linkedAt: at('10:00', linked),
    lastContactAt: null,
    isCurrent: false,
    removedAt: null,
    ...rest,
  };
}

export type WorkPatch = Partial<Omit<Work, 'clock' | 'today' | 'week'>> & {
  clock?: Partial<Work['clock']>;
  today?: Partial<Work['today']>;
  week?: Partial<Work['week']>;
};
export type ViewPatch = Partial<Omit<View, 'work' | 'settings'>> & {
  work?: WorkPatch | null;
  settings?: Partial<View['settings']>;
};

/** The base with some of it replaced, held to the schema that main's pictures are held to. */
export function viewWith({ work, settings, ...rest }: ViewPatch): AppView {
  const base = baseView();
  const own = base.work as Work;
  return AppView.parse({
    ...base,
    ...rest,
    settings: { ...base.settings, ...settings },
    work:
      work === null
        ? null
        : {
            ...own,
            ...work,
            clock: { ...own.clock, ...work?.clock },
            today: { ...own.today, ...work?.today },
            week: { ...own.week, ...work?.week },
          },
  });
}
