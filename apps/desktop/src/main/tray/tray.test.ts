import { beforeEach, expect, it, vi } from 'vitest';
import { createFakeElectron } from '../../../testing/fake-electron.ts';
import { deviceView, MINUTE, offline, pauseToDecide, viewParts } from '../../../testing/view-parts.ts';
import type { AppView } from '../../ipc/view.ts';
import { appView } from '../view/app-view.ts';
import { createTray } from './tray.ts';
import type { TrayAction } from './tray-menu.ts';

const stage = vi.hoisted(() => ({ module: {} as Record<string, unknown> }));
vi.mock('electron', () => ({
  get Menu() {
    return stage.module.Menu;
  },
  get Tray() {
    return stage.module.Tray;
  },
  get nativeImage() {
    return stage.module.nativeImage;
  },
  get nativeTheme() {
    return stage.module.nativeTheme;
  },
}));

let electron: ReturnType<typeof createFakeElectron>;
let done: TrayAction[];
beforeEach(() => {
  electron = createFakeElectron({ userData: '/nowhere' });
  stage.module = electron.module;
  done = [];
});

const picture = (
  change: Parameters<typeof deviceView>[0] = {},
  platform: AppView['system']['platform'] = 'linux',
) => appView(viewParts({ clock: deviceView(change), system: { platform, name: platform } }));

function shown(view: AppView) {
  const keeper = createTray({
    imageDirectory: '/images',
    hourCycle: 'h23',
    onAction: (action) => done.push(action),
  });
  keeper.show(view);
  const tray = electron.record.trays.at(-1);
  if (!tray) throw new Error('no tray');
  return { keeper, tray };
}
const lines = ({ menu }: ReturnType<typeof shown>['tray']) =>
  menu.filter(({ type }) => type !== 'separator').map(({ label, enabled = true }) => [label, enabled]);

it('what is only said cannot be chosen, and all else can', () => {
  const pauses = [pauseToDecide(41, '13:30', '13:45')];
  const today = { ...deviceView().today, unresolvedMs: 15 * MINUTE };
  const { tray } = shown(picture({ ...offline(3), pauses, today }));
  expect(lines(tray)).toEqual([
    ['Clocked in since 13:12', false],
    ['Today 5 h 27 min of 8 h', false],
    ['15 min unresolved', false],
    ['Offline, 3 entries waiting', false],
    ['Take a break', true],
    ['Clock out', true],
    ['1 pause to decide…', true],
    ['Send now', true],
    ['Open DevPulse', true],
    ['Settings…', true],
    ['Quit DevPulse', true],
  ]);
});

it('each line does what it says, and one that is said does nothing', () => {
  const { tray } = shown(picture({ ...offline(3), pauses: [pauseToDecide(41, '13:30', '13:45')] }));
  for (const { label, enabled, click } of tray.menu) {
    if (click) tray.choose(label ?? '');
    else if (label !== undefined) expect(enabled).toBe(false);
  }
  expect(done).toEqual(['break_start', 'clock_out', 'decide_pauses', 'send_now', 'open', 'settings', 'quit']);
});

it('somebody who is signed out can sign in, open and quit', () => {
  const { tray } = shown(
    appView(viewParts({ clock: null, known: null, signIn: { name: 'signed_out' } as never })),
  );
  expect(lines(tray)).toEqual([
    ['Signed out', false],
    ['Sign in…', true],
    ['Open DevPulse', true],
    ['Settings…', true],
    ['Quit DevPulse', true],
  ]);
});

it('keys stand beside their line and are nowhere taken by the menu', () => {
  const view = picture({}, 'macos');
  const { tray } = shown({
    ...view,
    settings: { ...view.settings, shortcut: { ...view.settings.shortcut, keys: 'Control+Alt+C' } },
  });
  const keys = tray.menu.filter(({ accelerator }) => accelerator !== undefined);
  expect(keys.map(({ label, accelerator }) => [label, accelerator])).toEqual([
    ['Clock Out', 'Control+Alt+C'],
    ['Settings…', 'Command+,'],
    ['Quit DevPulse', 'Command+Q'],
  ]);
  expect(keys.every(({ registerAccelerator }) => registerAccelerator === false)).toBe(true);
});

it('only what differs is set again', () => {
  const { keeper, tray } = shown(picture());
  const set = (['setImage', 'setContextMenu', 'setToolTip', 'setTitle'] as const).map((name) =>
    vi.spyOn(tray, name),
  );
  keeper.show(picture());
  expect(set.map(({ mock }) => mock.calls.length)).toEqual([0, 0, 0, 0]);
  keeper.show(picture({ state: 'break', onBreak: { pauseId: '', startedAt: deviceView().at, lengthMs: 0 } }));
  expect(set.map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1, 0]);
  expect(electron.record.trays).toHaveLength(1);
});

it('a click on the sign opens the app on Windows, where no menu comes of it; the time runs beside it on macOS alone', () => {
  const windows = shown(picture({}, 'windows'));
  windows.tray.emit('click');
  expect([done, windows.tray.title]).toEqual([['open'], '']);
  const mac = shown(picture({}, 'macos'));
  mac.tray.emit('click');
  expect([done, mac.tray.title, mac.tray.image.isTemplate]).toEqual([['open'], '1:54', true]);
});

it.each([
  ['linux', true, 'in-light-22.png'],
  ['linux', false, 'in-dark-22.png'],
  ['windows', true, 'in-light-16.png'],
  ['macos', true, 'in-dark-16.png'],
] as const)('stands out from the panel: %s, dark %s', (platform, isDark, name) => {
  electron.theme.shouldUseDarkColorsForSystemIntegratedUI = isDark;
  expect(shown(picture({}, platform)).tray.image.file).toContain(name);
});
