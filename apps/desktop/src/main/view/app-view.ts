import type { ClockView as DeviceView } from '@devpulse/domain/attendance/device/view';
import type { AppView, SyncView, WorkView } from '../../ipc/view.ts';
import { requestViews } from '../server/corrections.ts';
import { clockPart, pausesPart, todayPart, weekPart } from './clock-part.ts';
import type { NoticeFacts } from './notice-board.ts';
import { screenPart } from './screen-part.ts';
import { detectionPart, devicesPart, settingsPart } from './settings-part.ts';
import type { ViewParts } from './view-parts.ts';

/** Of the wire that the privacy page describes. */
const SCHEMA_VERSION = '1.0';

/** The one picture of the app, made anew from its parts each time; nothing is changed in place. */
export function appView(parts: ViewParts): AppView {
  const { clock, known, settings } = parts;
  const zone = clock?.zone ?? parts.zone;
  const { notice, more } = parts.board.current(noticeFacts(parts));
  return {
    sentAt: Math.round(clock?.at ?? parts.now),
    version: parts.version,
    system: parts.system,
    schemaVersion: SCHEMA_VERSION,
    server: parts.server === null ? null : new URL(parts.server).host,
    isConnected: clock !== null && clock.sync.state !== 'offline',
    screen: screenPart(parts),
    work: workPart(parts),
    sync: syncPart(clock),
    notice,
    moreNotices: more,
    settings: settingsPart({ settings, shortcut: parts.shortcut, known, zone }),
    detection: detectionPart(parts.detection, clock),
    devices: devicesPart(known),
    update: parts.update,
    tokenStorage: parts.isTokenKept ? 'kept' : 'memory_only',
    opened: parts.opened,
  };
}

export function noticeFacts({
  clock,
  entries,
  unreadable,
  isTokenKept,
  known,
  update,
}: Omit<ViewParts, 'board'>): NoticeFacts {
  const corrections = known?.organization?.corrections ?? [];
  const requests = clock ? requestViews(corrections, clock.zone) : [];
  return { clock, entries, unreadable, isTokenKept, requests, update };
}

function workPart({ signIn, known, clock, settings }: ViewParts): WorkView | null {
  if (signIn.name !== 'signed_in' || !known || !clock) return null;
  const { account } = known;
  const chosen =
    account.memberships.find(({ organization }) => organization.slug === settings.organization) ??
    account.memberships[0];
  if (!chosen) return null;
  const named = ({ slug, name }: { slug: string; name: string }) => ({ slug, name });
  return {
    member: { name: account.name, email: account.email, role: chosen.role },
    organization: named(chosen.organization),
    organizations: account.memberships.map(({ organization }) => named(organization)),
    clock: clockPart(clock),
    today: todayPart(clock),
    week: weekPart(clock),
    pauses: pausesPart(clock),
    requests: requestViews(known.organization?.corrections ?? [], clock.zone),
  };
}

function syncPart(clock: DeviceView | null): SyncView {
  if (!clock) return { state: 'synced', at: null };
  const { sync } = clock;
  if (sync.needsYou.length > 0)
    return { state: 'needs_you', count: sync.needsYou.length, waiting: sync.waiting };
  if (sync.state === 'sending') return { state: 'sending', sent: sync.sent, total: sync.toSend };
  if (sync.state === 'synced') return { state: 'synced', at: sync.lastSyncedAt };
  return { state: 'offline', since: sync.offlineSince ?? Math.round(clock.at), waiting: sync.waiting };
}
