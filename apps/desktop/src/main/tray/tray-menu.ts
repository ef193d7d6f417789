import { durationText } from '@devpulse/ui/words/duration-words';
import type { MomentWords } from '@devpulse/ui/words/moment-words';
import type { AppView, WorkView } from '../../ipc/view.ts';
import { entriesText, stateLine, todayLine } from './tray-words.ts';

export type TrayAction =
  | 'sign_in'
  | 'clock_in'
  | 'clock_out'
  | 'break_start'
  | 'break_end'
  | 'undo_clock_out'
  | 'decide_pauses'
  | 'look_at_entries'
  | 'send_now'
  | 'open'
  | 'settings'
  | 'quit';

export type TrayItem =
  | { type: 'separator' }
  | { type: 'line'; label: string }
  | { type: 'action'; action: TrayAction; label: string; accelerator?: string };

type Platform = AppView['system']['platform'];

/** Title case on macOS, sentence case elsewhere; “Exit” is a word of Windows. */
const WORDS: Record<
  Exclude<TrayAction, 'undo_clock_out' | 'decide_pauses' | 'look_at_entries'>,
  [string, string]
> = {
  sign_in: ['Sign In…', 'Sign in…'],
  clock_in: ['Clock In', 'Clock in'],
  clock_out: ['Clock Out', 'Clock out'],
  break_start: ['Take a Break', 'Take a break'],
  break_end: ['End Break', 'End break'],
  send_now: ['Send Now', 'Send now'],
  open: ['Open DevPulse', 'Open DevPulse'],
  settings: ['Settings…', 'Settings…'],
  quit: ['Quit DevPulse', 'Quit DevPulse'],
};

/** The menu of the tray: what is so, what can be done, what waits, and the app itself. */
export function trayMenu(view: AppView, platform: Platform, moments: MomentWords): TrayItem[] {
  const isMac = platform === 'macos';
  const act = (action: keyof typeof WORDS, accelerator?: string | null): TrayItem => ({
    type: 'action',
    action,
    label: action === 'quit' && platform === 'windows' ? 'Exit' : WORDS[action][isMac ? 0 : 1],
    ...(accelerator ? { accelerator } : {}),
  });
  const groups: TrayItem[][] = [
    lines(view, moments),
    view.work
      ? clockItems(view.work, { isMac, moments, act, keys: view.settings.shortcut.keys })
      : [act('sign_in')],
    waitingItems(view, isMac, act),
    [act('open'), act('settings', isMac ? 'Command+,' : null)],
    [act('quit', isMac ? 'Command+Q' : null)],
  ];
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index): TrayItem[] => (index === 0 ? group : [{ type: 'separator' }, ...group]));
}

function lines(view: AppView, moments: MomentWords): TrayItem[] {
  const { work, sync } = view;
  const texts = [stateLine(view, moments)];
  if (work) {
    texts.push(todayLine(work));
    if (work.today.unresolvedMs > 0) texts.push(`${durationText(work.today.unresolvedMs)} unresolved`);
    if (sync.state === 'offline') texts.push(`Offline, ${entriesText(sync.waiting)} waiting`);
  }
  return texts.map((label) => ({ type: 'line', label }));
}

type Act = (action: keyof typeof WORDS, accelerator?: string | null) => TrayItem;
type ClockWords = { isMac: boolean; moments: MomentWords; act: Act; keys: string | null };

function clockItems({ clock }: WorkView, { isMac, moments, act, keys }: ClockWords): TrayItem[] {
  if (clock.state === 'in') return [act('break_start'), act('clock_out', keys)];
  if (clock.state === 'on_break') return [act('break_end'), act('clock_out', keys)];
  if (clock.undoUntil === null) return [act('clock_in', keys)];
  const until = moments.time(clock.undoUntil);
  const label = isMac ? `Undo Clock-Out (Until ${until})` : `Undo clock-out (until ${until})`;
  return [act('clock_in', keys), { type: 'action', action: 'undo_clock_out', label }];
}

function waitingItems({ work, sync }: AppView, isMac: boolean, act: Act): TrayItem[] {
  if (!work) return [];
  const items: TrayItem[] = [];
  const pauses = work.pauses.pending.length;
  if (pauses > 0) {
    const words = isMac
      ? ['Pause to Decide…', 'Pauses to Decide…']
      : ['pause to decide…', 'pauses to decide…'];
    items.push({
      type: 'action',
      action: 'decide_pauses',
      label: `${pauses} ${words[pauses === 1 ? 0 : 1]}`,
    });
  }
  if (sync.state === 'needs_you') {
    const words = isMac
      ? ['Entry Needs You…', 'Entries Need You…']
      : ['entry needs you…', 'entries need you…'];
    const label = `${sync.count} ${words[sync.count === 1 ? 0 : 1]}`;
    items.push({ type: 'action', action: 'look_at_entries', label });
  }
  if (sync.state === 'offline' && sync.waiting > 0) items.push(act('send_now'));
  return items;
}
