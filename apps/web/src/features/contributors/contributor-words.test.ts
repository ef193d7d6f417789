import type { ContributorView, MergeSuggestion } from '@devpulse/contracts/organization/contributors';
import { expect, test } from 'vitest';
import { contributorText, suggestionText } from './contributor-words.ts';

const known = (name: string, logins: string[], emails: string[] = []): ContributorView => ({
  id: '0198c1d2-0000-7000-8000-0000000000c1',
  name,
  displayName: null,
  isBot: false,
  accounts: logins.map((login, index) => ({ githubId: String(index), login, isBot: false })),
  emails: emails.map((email) => ({ email, name })),
  member: null,
});

test.each([
  [known('Jana Miller', ['jana-m', 'jana2']), 'Jana Miller (jana-m, jana2)'],
  [known('jana-m', ['jana-m']), 'jana-m'],
  [known('jana-m', ['jana-m', 'jana2']), 'jana-m (jana2)'],
  [known('Jana Miller', [], ['j@example.com', 'k@example.com']), 'Jana Miller (j@example.com)'],
  [known('Jana Miller', []), 'Jana Miller'],
])('%o is told apart', (contributor, text) => {
  expect(contributorText(contributor)).toBe(text);
});

const jana = known('Jana Miller', ['jana-m']);
test.each<[Partial<MergeSuggestion>, string, string]>([
  [{ other: known('jm', ['jm']) }, 'jm may be Jana Miller (jana-m)', 'Merge'],
  [
    { member: { userId: jana.id, name: 'Jana M.' } },
    'Jana Miller (jana-m) may be the member Jana M.',
    'Link',
  ],
  [{ email: 'j@example.com' }, 'j@example.com may be an address of Jana Miller (jana-m)', 'Add the address'],
])('%o is a question', (about, title, accept) => {
  const suggestion = { subject: 's', kind: 'merge', reason: 'r', contributor: jana } as const;
  const nothing = { other: null, member: null, email: null };
  expect(suggestionText({ ...suggestion, ...nothing, ...about })).toEqual({ title, accept });
});
