import { expect, test } from 'vitest';
import { noticeText } from './notice-words.ts';

const notice = {
  id: '0198c1d2-0000-7000-8000-000000000901',
  kind: 'individual_views_on',
  actor: 'Marta Lindqvist',
  at: '2026-11-18T23:30:00Z',
  isRead: false,
} as const;

test('says who did what, on the local day', () => {
  expect(noticeText(notice, 'Europe/Berlin')).toBe(
    'Individual views were turned on by Marta Lindqvist on 19 Nov 2026.',
  );
});

test('leaves out somebody who is no more', () => {
  expect(noticeText({ ...notice, actor: null, kind: 'deletion_requested' }, 'UTC')).toBe(
    'The deletion of the organization was asked for on 18 Nov 2026.',
  );
});
