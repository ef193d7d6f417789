import type { Ids, Sample } from './sample.ts';

const days = { from: '2026-06-01', to: '2026-06-07' };
const member = (ids: Ids) => ({ params: { member: ids.member } });
const team = (ids: Ids) => ({ query: { team: ids.team } });
const correction = (ids: Ids) => ({ params: { correction: ids.correction } });
const reason = 'A reason that says enough';
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

/** Of the routes of attendance. */
export const ATTENDANCE_SAMPLES: Record<string, Sample> = {
  getClock: {},
  setOwnZone: { body: () => ({ zone: 'Europe/Berlin' }) },
  updateClockChoices: { body: () => ({ idleThresholdMinutes: 15 }) },
  // the device is the Owner’s
  sendAttendanceEvents: {
    child: (ids) => ({ params: { device: ids.device } }),
    body: () => ({ events: [] }),
    passed: [200, 404],
  },
  listOwnDays: { query: days },
  listOwnSessions: { query: days },
  getMemberDays: { child: member, query: days },
  // times are shown only where the organization says so
  listMemberSessions: { child: member, query: days, passed: [404] },
  exportTimesheet: { child: member, query: days },
  exportTimesheetPdf: { child: member, query: days },
  askCorrection: {
    body: () => ({
      after: { startedAt: hoursAgo(30), endedAt: hoursAgo(29) },
      reason,
    }),
    passed: [200, 409],
  },
  // the request is another member’s
  withdrawCorrection: { child: correction, body: () => ({ version: 1 }), passed: [404] },
  acceptHeldEvents: { child: correction, body: () => ({ version: 1 }), passed: [404] },
  approveCorrection: { child: correction, body: () => ({ version: 1 }), passed: [200, 409] },
  declineCorrection: { child: correction, body: () => ({ version: 1, reason }), passed: [200, 409] },
  listOwnCorrections: {},
  listCorrectionsToDecide: {},
  listAttendanceAudit: {},
  listOwnLeave: { query: days },
  setOwnLeave: { params: { day: '2026-06-03' }, body: () => ({ kind: 'vacation' }) },
  setMemberLeave: { params: { day: '2026-06-03' }, child: member, body: () => ({ kind: 'other' }) },
  listTeamDays: { child: team, query: days },
  exportTeamTimesheet: { child: team, query: days },
  listPresence: {},
  listAttendanceLocks: { child: team },
  lockAttendance: {
    child: (ids) => ({ body: { members: [ids.member] } }),
    body: () => ({ through: '2020-01-31' }),
  },
  // nothing is locked
  unlockAttendance: { child: member, body: () => ({ through: null, reason }), passed: [200, 409] },
  getAttendanceSettings: {},
  updateAttendanceSettings: { body: () => ({ reminderMinutes: 540 }) },
  listMemberTargets: { child: member },
  setMemberTarget: {
    child: member,
    body: () => ({ effectiveFrom: '2026-01-01', minutes: [480, 480, 480, 480, 480, 0, 0] }),
  },
};
