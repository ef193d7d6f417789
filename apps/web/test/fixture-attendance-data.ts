import type { CorrectionView } from '@devpulse/contracts/attendance/corrections';
import type { listOwnLeave } from '@devpulse/contracts/attendance/leave';
import type { listAttendanceLocks } from '@devpulse/contracts/attendance/locks';
import type { getAttendanceSettings } from '@devpulse/contracts/attendance/settings';
import type { PauseView, SessionView } from '@devpulse/contracts/attendance/shapes';
import type { listPresence } from '@devpulse/contracts/attendance/team';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { z } from 'zod';
import { INES } from './fixture-people.ts';

export const NOW = '2026-11-20T13:32:00.000Z';
export const WEB_DEVICE = '0198c1d2-0000-7000-8000-0000000000d0';
export const JONAS = { userId: '0198c1d2-0000-7000-8000-0000000000a4', name: 'Jonas Brandt' };
const MATEUS = { userId: '0198c1d2-0000-7000-8000-0000000000a5', name: 'Mateus Rocha' };
const TOMASZ = { userId: '0198c1d2-0000-7000-8000-0000000000a6', name: 'Tomasz Wilk' };
const SELF = { userId: INES.id, name: INES.name };
export const TEAM = [SELF, JONAS, MATEUS, TOMASZ];

type Correction = z.output<typeof CorrectionView>;
type Session = z.output<typeof SessionView>;

/** What the stand-in keeps of time; tests set it before a page is asked for. */
export type FixtureAttendance = {
  /** Of whoever asks; the last one may be open. */
  sessions: Session[];
  nextSeq: number;
  /** Other tabs' events that the next upload runs into. */
  seqTaken: number;
  undoableUntil: string | null;
  corrections: Correction[];
  toDecide: Correction[];
  leave: RouteResponse<typeof listOwnLeave>['items'];
  presence: RouteResponse<typeof listPresence>;
  locks: RouteResponse<typeof listAttendanceLocks>;
  settings: RouteResponse<typeof getAttendanceSettings>;
};

let ids = 0;
export function newId(): string {
  ids += 1;
  return `0198c1d2-0000-7000-8000-${String(ids).padStart(12, '0')}`;
}

export function session(startedAt: string, endedAt: string | null, pauses: Session['pauses'] = []): Session {
  const id = newId();
  return {
    id,
    aliases: [],
    openedOn: 'studio-pc',
    state: endedAt === null ? 'open' : 'closed',
    startedAt,
    endedAt,
    rawStartedAt: startedAt,
    rawEndedAt: endedAt,
    endReason: endedAt === null ? null : 'member',
    voidReason: null,
    reviewReason: null,
    isProvisional: false,
    isLocked: false,
    version: 1,
    workedMs: workedMs({ startedAt, endedAt, pauses }, 0, Date.parse(NOW)),
    pauses: pauses.map((pause) => ({ ...pause, sessionId: id })),
  };
}

export function pause(
  kind: PauseView['kind'],
  startedAt: string,
  endedAt: string | null,
  resolution: PauseView['resolution'] = 'excluded',
): PauseView {
  return { id: newId(), sessionId: newId(), kind, startedAt, endedAt, resolution };
}

/** Milliseconds worked between two instants. */
export function workedMs(
  { startedAt, endedAt, pauses }: Pick<Session, 'startedAt' | 'endedAt' | 'pauses'>,
  from: number,
  to: number,
): number {
  const lengthOf = (range: { startedAt: string; endedAt: string | null }) => {
    const end = range.endedAt === null ? Date.parse(NOW) : Date.parse(range.endedAt);
    return Math.max(0, Math.min(end, to) - Math.max(Date.parse(range.startedAt), from));
  };
  const paused = pauses
    .filter(({ resolution }) => resolution !== 'counted')
    .reduce((sum, one) => sum + lengthOf(one), 0);
  return Math.max(0, lengthOf({ startedAt, endedAt }) - paused);
}

/** Of the week of today, and of the night in which the clocks went back. */
function sessions(): Session[] {
  const at = (day: number, time: string) => `2026-11-${day}T${time}:00.000Z`;
  const usual = (day: number, out: string) =>
    session(at(day, '07:56'), at(day, out), [pause('break', at(day, '11:00'), at(day, '11:44'))]);
  return [
    session('2026-10-24T20:00:00.000Z', '2026-10-25T05:00:00.000Z'),
    usual(16, '16:48'),
    usual(17, '16:30'),
    { ...usual(18, '16:19'), state: 'auto_closed', reviewReason: 'assumed_end', isProvisional: true },
    session(at(19, '07:56'), at(19, '16:47'), [
      pause('break', at(19, '10:00'), at(19, '10:12')),
      pause('idle', at(19, '11:50'), at(19, '12:27'), 'pending'),
      pause('break', at(19, '13:45'), at(19, '14:15')),
    ]),
    session(at(20, '07:58'), null, [pause('break', at(20, '11:00'), at(20, '11:35'))]),
  ];
}

export function correction(changes: Partial<Correction>): Correction {
  const before = {
    startedAt: '2026-11-17T07:56:00.000Z',
    endedAt: '2026-11-17T15:18:00.000Z',
    breaks: [{ startedAt: '2026-11-17T11:00:00.000Z', endedAt: '2026-11-17T11:25:00.000Z' }],
  };
  return {
    id: newId(),
    member: JONAS,
    kind: 'change',
    sessionId: newId(),
    zone: 'Europe/Berlin',
    before,
    after: { ...before, endedAt: '2026-11-17T16:33:00.000Z' },
    reason: 'Clocked out, then was called into the gateway incident and forgot to clock in again.',
    heldReason: null,
    state: 'pending',
    askedAt: '2026-11-18T08:12:00.000Z',
    askedBy: null,
    decidedAt: null,
    decidedBy: null,
    decidedAs: null,
    decisionReason: null,
    version: 1,
    canDecide: true,
    canWithdraw: false,
    ...changes,
  };
}

function ownCorrections(): Correction[] {
  const decided = {
    member: SELF,
    canDecide: false,
    decidedAt: '2026-11-05T09:20:00.000Z',
    decidedBy: 'Marta Lindqvist',
    decidedAs: 'administrator' as const,
  };
  return [
    correction({ member: SELF, canDecide: false, canWithdraw: true }),
    correction({ ...decided, state: 'approved' }),
    correction({ ...decided, state: 'declined', decisionReason: 'The deploy log shows 17:20.' }),
    correction({
      member: SELF,
      canDecide: false,
      kind: 'held_events',
      before: null,
      after: null,
      heldReason: 'device_removed',
      reason: 'Recorded on a device that was removed',
    }),
  ];
}

export function freshAttendance(changes: Partial<FixtureAttendance> = {}): FixtureAttendance {
  return {
    sessions: sessions(),
    nextSeq: 7,
    seqTaken: 0,
    undoableUntil: null,
    corrections: ownCorrections(),
    toDecide: [correction({}), correction({ member: SELF, canDecide: false, canWithdraw: true })],
    leave: [{ kind: 'vacation', portion: 'whole', day: '2026-12-28', setAt: '2026-11-02T08:00:00.000Z' }],
    presence: {
      isShared: false,
      items: [
        { member: SELF, status: 'in', notHeardSince: null },
        { member: JONAS, status: 'on_break', notHeardSince: null },
        { member: MATEUS, status: 'in', notHeardSince: '2026-11-20T12:10:00.000Z' },
        { member: TOMASZ, status: 'out', notHeardSince: null },
      ],
    },
    locks: {
      mayLock: true,
      items: TEAM.map((member) => ({
        member,
        lockedThrough: '2026-11-01',
        lockedAt: '2026-11-09T09:00:00.000Z',
        lockedBy: 'Ines Aguiar',
      })),
      unsettled: [],
    },
    settings: settings(),
    ...changes,
  };
}

function settings(): FixtureAttendance['settings'] {
  return {
    idlePolicy: 'prompt',
    idleThresholdMinutes: 10,
    idleMinimumMinutes: 5,
    idleMaximumMinutes: 30,
    membersMaySwitchOff: true,
    maxOpenMinutes: 840,
    reminderMinutes: 600,
    breakReminderMinutes: 120,
    sharesPresence: false,
    showsSessionTimes: false,
    selfAppliesCorrections: true,
    managersMayLock: true,
    retentionMonths: 24,
    targets: [{ effectiveFrom: '2026-01-01', minutes: [480, 480, 480, 480, 480, 0, 0] }],
    canChange: true,
  };
}
