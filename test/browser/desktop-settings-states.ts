import type { RequestView } from '../../apps/desktop/src/ipc/requests.ts';
import type { AppView } from '../../apps/desktop/src/ipc/view.ts';
import { at, id } from './desktop-times.ts';
import { baseView, minutes, type ViewPatch, viewWith } from './desktop-views.ts';

const base = baseView();

const states: Record<string, { tab: string; patch: ViewPatch }> = {
  account: { tab: 'Account', patch: {} },
  'no-secure-storage': { tab: 'Account', patch: { tokenStorage: 'memory_only' } },
  'signed-out': {
    tab: 'Account',
    patch: { work: null, isConnected: false, screen: { name: 'signed_out', problem: null }, devices: [] },
  },
  clock: { tab: 'Clock', patch: {} },
  'shortcut-taken': {
    tab: 'Clock',
    patch: {
      settings: {
        startAtLogin: true,
        shortcut: { keys: null, problem: 'taken', refusedKeys: 'Control+Alt+C' },
        reminders: { runningLongMinutes: null, longBreakMinutes: 120, notClockedInBy: '09:30' },
      },
    },
  },
  pauses: { tab: 'Pauses', patch: {} },
  'idle-unavailable': {
    tab: 'Pauses',
    patch: {
      detection: {
        ...base.detection,
        input: { state: 'unavailable', reason: 'always_zero', lastSeenAt: null },
        lock: { state: 'unavailable', reason: 'no_signal', lastSeenAt: null },
      },
    },
  },
  'set-by-organization': {
    tab: 'Pauses',
    patch: {
      settings: {
        pauses: {
          ...base.settings.pauses,
          askingSetBy: 'organization',
          thresholdSetBy: 'organization',
          thresholdMinutes: 15,
        },
      },
      detection: { ...base.detection, clockFastMs: minutes(7) },
    },
  },
  'update-ready': {
    tab: 'App',
    patch: { update: { state: 'ready', version: '1.1.0', checkedAt: at('09:00'), isDeferred: true } },
  },
  'up-to-date': { tab: 'App', patch: {} },
  'update-failed': {
    tab: 'App',
    patch: {
      update: { state: 'failed', version: null, checkedAt: at('15:04'), isDeferred: false },
      settings: { updates: { isAutomatic: false, setBy: 'organization' } },
    },
  },
};

const request = (
  number: number,
  day: string,
  rest: Partial<RequestView> & Pick<RequestView, 'before' | 'after'>,
): RequestView => ({
  requestId: id(number),
  sessionId: id(65),
  day,
  reason: 'Deploy ran late.',
  state: 'waiting',
  askedAt: at('09:04'),
  sentTo: 'Ana Ruiz',
  decidedBy: null,
  decidedAt: null,
  answer: null,
  ...rest,
});

const times = (day: string, from: string, to: string) => ({ startedAt: at(from, day), endedAt: at(to, day) });

const requests: RequestView[] = [
  request(81, '2026-10-21', {
    before: times('2026-10-21', '09:00', '18:02'),
    after: times('2026-10-21', '09:00', '19:10'),
  }),
  request(82, '2026-10-12', {
    before: times('2026-10-12', '09:00', '17:00'),
    after: times('2026-10-12', '08:30', '17:00'),
    state: 'approved',
    decidedBy: 'Ana Ruiz',
    decidedAt: at('10:20', '2026-10-13'),
  }),
  request(83, '2026-10-02', {
    before: times('2026-10-02', '09:00', '17:20'),
    after: times('2026-10-02', '09:00', '18:00'),
    state: 'declined',
    decidedBy: 'Ana Ruiz',
    decidedAt: at('10:20', '2026-10-05'),
    answer: 'The deploy log shows 17:20.',
  }),
  request(84, '2026-09-11', {
    before: times('2026-09-11', '09:00', '16:00'),
    after: times('2026-09-11', '09:00', '17:05'),
    state: 'locked',
  }),
];

/** Every state of the settings, and the requests of the week window. */
export const settingsStates: {
  views: Record<string, { tab: string; view: AppView }>;
  requests: RequestView[];
} = {
  views: Object.fromEntries(
    Object.entries(states).map(([name, { tab, patch }]) => [name, { tab, view: viewWith(patch) }]),
  ),
  requests,
};
