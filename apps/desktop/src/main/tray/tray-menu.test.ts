import { momentWords } from '@devpulse/ui/words/moment-words';
import { expect, it } from 'vitest';
import type { AppView, WorkView } from '../../ipc/view.ts';
import { trayMenu } from './tray-menu.ts';
import { runningTitle } from './tray-words.ts';

const NOW = Date.parse('2026-10-22T13:00:00Z');
const moments = momentWords('Europe/Berlin');
type Given = { clock?: Partial<WorkView['clock']>; pauses?: number; sync?: AppView['sync'] };

/** What the tray reads of the picture. */
const picture = ({ clock = {}, pauses = 0, sync = { state: 'synced', at: NOW } }: Given): AppView =>
  ({
    sentAt: NOW,
    screen: { name: 'clock' },
    sync,
    settings: { showTimeInTray: true, shortcut: { keys: 'Control+Alt+C' } },
    work: {
      clock: { state: 'out', since: null, elapsedMs: 0, undoUntil: null, ...clock },
      today: { workedMs: 3_600_000, targetMinutes: 480, unresolvedMs: 0 },
      pauses: { pending: Array.from({ length: pauses }) },
    },
  }) as unknown as AppView;

const labels = (view: AppView, platform: AppView['system']['platform']) =>
  trayMenu(view, platform, moments).map((item) => (item.type === 'separator' ? '-' : item.label));
const isIn = { state: 'in', since: NOW - 6_840_000, elapsedMs: 6_840_000 } as const;

it.each([
  ['macos', ['Take a Break', 'Clock Out'], '2 Pauses to Decide…', 'Quit DevPulse'],
  ['windows', ['Take a break', 'Clock out'], '2 pauses to decide…', 'Exit'],
  ['linux', ['Take a break', 'Clock out'], '2 pauses to decide…', 'Quit DevPulse'],
] as const)('on %s: state, clock, what waits, the app, its end', (platform, clock, waiting, quit) => {
  const app = ['Open DevPulse', 'Settings…'];
  expect(labels(picture({ clock: isIn, pauses: 2 }), platform)).toEqual([
    'Clocked in since 13:06',
    'Today 1 h of 8 h',
    '-',
    ...clock,
    '-',
    waiting,
    '-',
    ...app,
    '-',
    quit,
  ]);
});

it('offers what the state allows, and the own keys of macOS there alone', () => {
  const actions = (view: AppView) =>
    trayMenu(view, 'macos', moments).flatMap((item) => (item.type === 'action' ? [item.action] : []));
  const rest = ['open', 'settings', 'quit'];
  expect(actions(picture({ clock: { state: 'on_break' } }))).toEqual(['break_end', 'clock_out', ...rest]);
  expect(actions(picture({ clock: { undoUntil: NOW + 60_000 } }))).toEqual([
    'clock_in',
    'undo_clock_out',
    ...rest,
  ]);
  expect(actions(picture({ sync: { state: 'offline', since: NOW, waiting: 3 } }))).toEqual([
    'clock_in',
    'send_now',
    ...rest,
  ]);
  expect(actions({ ...picture({}), work: null })).toEqual(['sign_in', ...rest]);
  const keys = (platform: 'macos' | 'windows') =>
    trayMenu(picture({}), platform, moments).flatMap((item) =>
      item.type === 'action' && item.accelerator ? [item.accelerator] : [],
    );
  expect(keys('macos')).toEqual(['Control+Alt+C', 'Command+,', 'Command+Q']);
  expect(keys('windows')).toEqual(['Control+Alt+C']);
});

it('shows the running time while it runs and is wanted', () => {
  const view = picture({ clock: isIn });
  expect(runningTitle(view)).toBe('1:54');
  expect(runningTitle({ ...view, settings: { ...view.settings, showTimeInTray: false } })).toBe('');
  expect(runningTitle(picture({}))).toBe('');
});
