import { expect, test } from 'vitest';
import { type Change, changeText } from './change-words.ts';

const change = (action: string, before = {}, after = {}): Change => ({
  id: '0198c1d2-0000-7000-8000-0000000000d1',
  at: '2026-11-20T13:32:00.000Z',
  actor: 'Ines Aguiar',
  member: 'Ines Aguiar',
  action,
  before,
  after,
  reason: null,
});

test.each([
  [change('correction.approved'), 'Approved a request'],
  [
    change('leave.set', { day: '2026-11-26' }, { day: '2026-11-26', portion: 'half' }),
    'Noted leave of Thu, 26 Nov 2026',
  ],
  [change('leave.set', { day: '2026-11-26' }, { day: '2026-11-26' }), 'Took back leave of Thu, 26 Nov 2026'],
  [change('days.locked', {}, { through: '2026-11-15' }), 'Locked days up to Sun, 15 Nov 2026'],
  [
    change('days.unlocked', { through: '2026-11-15' }, { through: '2026-11-08' }),
    'Unlocked days after Sun, 8 Nov 2026, which were locked up to Sun, 15 Nov 2026',
  ],
  [
    change('days.unlocked', { through: '2026-11-15' }, { through: null }),
    'Unlocked all days, which were locked up to Sun, 15 Nov 2026',
  ],
  [change('days.locked', {}, { through: 'soon' }), 'Locked days'],
  [change('something.new_here'), 'something new here'],
])('%o', (item, words) => {
  expect(changeText(item)).toBe(words);
});
