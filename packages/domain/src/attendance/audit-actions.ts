/** What the story of a member’s time tells of, `noun.verb`; kept as it stands here, and shown in words. */
export type AttendanceAuditAction =
  | 'correction.asked'
  | 'correction.self_applied'
  | 'correction.withdrawn'
  | 'correction.approved'
  | 'correction.declined'
  | 'correction.self_approved'
  | 'correction.self_declined'
  | 'events.held'
  | 'session.end_assumed'
  | 'days.locked'
  | 'days.unlocked'
  | 'leave.set'
  | 'target.set'
  | 'zone.set';
