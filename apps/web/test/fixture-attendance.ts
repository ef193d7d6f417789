import * as corrections from '@devpulse/contracts/attendance/corrections';
import * as days from '@devpulse/contracts/attendance/days';
import * as leave from '@devpulse/contracts/attendance/leave';
import * as locks from '@devpulse/contracts/attendance/locks';
import * as settings from '@devpulse/contracts/attendance/settings';
import * as team from '@devpulse/contracts/attendance/team';
import { correction, JONAS, newId, TEAM } from './fixture-attendance-data.ts';
import { ownSheets, teamMember, timesheetRows, totalsOf } from './fixture-attendance-days.ts';
import { clockRoutes } from './fixture-clock.ts';
import { INES } from './fixture-people.ts';
import { answering, FixtureProblem, type FixtureRoute } from './fixture-routes.ts';
import type { FixtureState } from './fixture-state.ts';

const DONE = { isDone: true as const };

/** The routes of time: the caller's own, and what managers see and decide. */
export function attendanceRoutes(state: FixtureState): FixtureRoute[] {
  return [...clockRoutes(state), ...ownRoutes(state), ...correctionRoutes(state), ...teamRoutes(state)];
}

function ownRoutes(state: FixtureState): FixtureRoute[] {
  const time = () => state.organization.attendance;
  return [
    answering(days.listOwnDays, ({ query }) => {
      const sheets = ownSheets(time().sessions, query);
      return { weeks: [], totals: totalsOf(sheets), lockedThrough: '2026-11-01', days: sheets };
    }),
    answering(days.listOwnSessions, ({ query }) => ({
      items: time().sessions.filter(
        ({ startedAt, endedAt }) =>
          startedAt.slice(0, 10) <= query.to && (endedAt ?? '9').slice(0, 10) >= query.from,
      ),
    })),
    answering(leave.listOwnLeave, () => ({ items: time().leave, holidays: ['2026-12-25'] })),
    answering(leave.setOwnLeave, ({ params, body }) => {
      time().leave = time().leave.filter(({ day }) => day !== params.day);
      if (body.kind !== null) {
        time().leave.push({
          kind: body.kind,
          portion: body.portion,
          day: params.day,
          setAt: '2026-11-20T13:32:00.000Z',
        });
      }
      return DONE;
    }),
    answering(days.exportTimesheet, ({ params, query }) => {
      const member = TEAM.find(({ userId }) => userId === params.member) ?? JONAS;
      const sheets = ownSheets(time().sessions, query);
      return { member, rows: timesheetRows(member.name, sheets), totals: totalsOf(sheets) };
    }),
    answering(days.exportTimesheetPdf, () => ({
      fileName: 'timesheet.pdf',
      pdfBase64: Buffer.from('%PDF-1.7 of the fixture').toString('base64'),
    })),
  ];
}

function correctionRoutes(state: FixtureState): FixtureRoute[] {
  const time = () => state.organization.attendance;
  const decide = (id: string, version: number) => {
    const index = time().toDecide.findIndex((one) => one.id === id);
    if (time().toDecide[index]?.version !== version) {
      throw new FixtureProblem(409, 'conflict', 'Somebody else has decided this meanwhile.');
    }
    time().toDecide.splice(index, 1);
    return DONE;
  };
  return [
    answering(corrections.listOwnCorrections, () => ({ items: time().corrections })),
    answering(corrections.askCorrection, ({ body }) => {
      if (body.after !== null && body.after.endedAt <= body.after.startedAt) {
        throw new FixtureProblem(400, 'invalid_request', 'Out is before in.', {
          field: 'body.after.endedAt',
        });
      }
      if (body.reason.startsWith('Locked')) {
        throw new FixtureProblem(409, 'days_locked', 'These days are locked.', { field: 'body.after' });
      }
      if (body.reason.startsWith('Over')) {
        throw new FixtureProblem(409, 'sessions_overlap', 'It overlaps another session.', {
          field: 'body.after',
          overlapped: { startedAt: '2026-11-17T17:10:00Z', endedAt: '2026-11-17T17:40:00Z' },
        });
      }
      const id = body.id ?? newId();
      const known = time().corrections.find((one) => one.id === id);
      if (known) return { correction: id, state: known.state };
      const member = { userId: INES.id, name: INES.name };
      const asked = { id, member, reason: body.reason, canDecide: false, canWithdraw: true };
      time().corrections.unshift(correction(asked));
      return { correction: id, state: 'pending' };
    }),
    answering(corrections.withdrawCorrection, ({ params }) => {
      time().corrections = time().corrections.map((one) =>
        one.id === params.correction ? { ...one, state: 'withdrawn', canWithdraw: false } : one,
      );
      return DONE;
    }),
    answering(corrections.acceptHeldEvents, ({ params }) => {
      time().corrections = time().corrections.filter(({ id }) => id !== params.correction);
      return DONE;
    }),
    answering(corrections.listAttendanceAudit, () => ({
      items: [
        {
          id: newId(),
          at: '2026-11-05T09:20:00.000Z',
          actor: 'Marta Lindqvist',
          member: 'Ines Aguiar',
          action: 'correction.approved',
          before: {},
          after: {},
          reason: 'Seen in the log.',
        },
        {
          id: newId(),
          at: '2026-11-04T23:20:00.000Z',
          actor: null,
          member: 'Ines Aguiar',
          action: 'session.end_assumed',
          before: {},
          after: {},
          reason: null,
        },
        {
          id: newId(),
          at: '2026-11-04T10:05:00.000Z',
          actor: 'Ines Aguiar',
          member: 'Ines Aguiar',
          action: 'events.held',
          before: {},
          after: { heldReason: 'too_old', events: 3 },
          reason: null,
        },
        {
          id: newId(),
          at: '2026-11-03T07:40:00.000Z',
          actor: 'Ines Aguiar',
          member: 'Ines Aguiar',
          action: 'leave.set',
          before: { day: '2026-11-06' },
          after: { day: '2026-11-06', portion: 'half' },
          reason: null,
        },
        {
          id: newId(),
          at: '2026-11-02T08:00:00.000Z',
          actor: 'Jonas Vik',
          member: 'Ines Aguiar',
          action: 'days.locked',
          before: { through: null },
          after: { through: '2026-10-31' },
          reason: null,
        },
      ],
    })),
    answering(corrections.listCorrectionsToDecide, () => ({ items: time().toDecide })),
    answering(corrections.approveCorrection, ({ params, body }) => decide(params.correction, body.version)),
    answering(corrections.declineCorrection, ({ params, body }) => decide(params.correction, body.version)),
  ];
}

function teamRoutes(state: FixtureState): FixtureRoute[] {
  const time = () => state.organization.attendance;
  const mustReach = (userId: string) => {
    const isSelf = userId === INES.id;
    if (isSelf || (state.organization.role !== 'developer' && TEAM.some((one) => one.userId === userId)))
      return;
    throw new FixtureProblem(404, 'not_found', 'There is no such member within your reach.');
  };
  return [
    answering(team.listTeamDays, ({ query }) => ({
      members: TEAM.map((member, index) => teamMember(member, index, query)),
    })),
    answering(team.exportTeamTimesheet, ({ query }) => ({
      rows: timesheetRows('=Jonas', ownSheets(time().sessions, query)),
    })),
    answering(team.listPresence, () => time().presence),
    answering(days.getMemberDays, ({ params, query }) => {
      mustReach(params.member);
      const member = TEAM.find(({ userId }) => userId === params.member) ?? JONAS;
      const sheets = ownSheets(time().sessions, query);
      return { weeks: [], totals: totalsOf(sheets), lockedThrough: null, member, days: sheets };
    }),
    answering(days.listMemberSessions, () => {
      if (time().settings.showsSessionTimes) {
        const [one] = time().sessions;
        return { items: one ? [{ startedAt: one.startedAt, endedAt: one.endedAt, paused: [] }] : [] };
      }
      throw new FixtureProblem(404, 'not_found', 'Session times are not shown here.');
    }),
    answering(leave.setMemberLeave, () => DONE),
    answering(locks.listAttendanceLocks, () => time().locks),
    answering(locks.lockAttendance, () => ({ locked: TEAM.length })),
    answering(locks.unlockAttendance, () => DONE),
    answering(settings.getAttendanceSettings, () => ({
      ...time().settings,
      canChange: ['admin', 'owner'].includes(state.organization.role),
    })),
    answering(settings.updateAttendanceSettings, ({ body: { target, ...rules } }) => {
      const given = Object.entries(rules).filter(([, value]) => value !== undefined);
      Object.assign(time().settings, Object.fromEntries(given));
      if (target) time().settings.targets.push(target);
      return DONE;
    }),
    answering(settings.listMemberTargets, () => ({ items: [] })),
    answering(settings.setMemberTarget, () => DONE),
  ];
}
