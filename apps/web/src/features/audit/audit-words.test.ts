import { expect, test } from 'vitest';
import { actionText } from './audit-words.ts';

const entry = (action: string, detail: Record<string, unknown> = {}) => ({
  id: '0198c1d2-0000-7000-8000-000000000801',
  at: '2026-11-20T13:00:00Z',
  actor: 'Ines Aguiar',
  target: null,
  action,
  detail,
});

test.each([
  ['member.role_changed', { from: 'developer', to: 'manager' }, 'Changed a role: Developer to Manager'],
  ['member.removed', { role: 'admin' }, 'Removed a member: as Admin'],
  ['settings.changed', { calendar: true, botLogins: true }, 'Changed settings: calendar, bots'],
  ['individual_views.switched', { isOn: true, isLocked: false }, 'Switched individual views: on'],
  ['individual_views.switched', { isOn: false, isLocked: true }, 'Switched individual views: locked off'],
  ['team.created', {}, 'Made a team'],
  ['attendance.settings_changed', {}, 'Changed the rules of attendance'],
  ['member.account_deleted', {}, 'Left with the deletion of an account'],
  ['something.new', { a: 1 }, 'something.new'],
])('%s %j', (action, detail, text) => {
  expect(actionText(entry(action, detail))).toBe(text);
});
