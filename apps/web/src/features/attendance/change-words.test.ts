import { expect, test } from 'vitest';
import { actorText, changeText } from './change-words.ts';

test.each([
  ['correction.approved', {}, 'Approved a request'],
  ['events.held', { heldReason: 'too_old', events: 3 }, 'Sent entries that somebody has to decide about'],
  ['days.locked', { through: '2026-10-31' }, 'Locked days: up to 31 Oct 2026'],
  ['days.unlocked', { through: null }, 'Opened locked days: none is locked now'],
  ['days.unlocked', { through: '2026-09-30' }, 'Opened locked days: locked up to 30 Sept 2026 now'],
  ['leave.set', { day: '2026-11-05', portion: 'half' }, 'Changed a day of leave: 5 Nov 2026, half of it'],
  ['leave.set', { day: '2026-11-05' }, 'Changed a day of leave: 5 Nov 2026, none any more'],
  ['zone.set', { zone: 'Europe/Berlin' }, 'Changed the time zone of the days: Europe/Berlin'],
  ['zone.set', { zone: null }, 'Changed the time zone of the days: as the devices say'],
  ['target.set', { effectiveFrom: '2026-11-01' }, 'Set the minutes to be worked: from 1 Nov 2026'],
  ['something.new', { a: 1 }, 'something.new'],
])('%s %j', (action, after, text) => {
  expect(changeText({ action, after })).toBe(text);
});

test('what nobody did was the server; who has left is nobody', () => {
  expect(actorText({ actor: null, action: 'session.end_assumed' })).toBe('DevPulse');
  expect(actorText({ actor: null, action: 'correction.approved' })).toBeNull();
  expect(actorText({ actor: 'Ines', action: 'session.end_assumed' })).toBe('Ines');
});
