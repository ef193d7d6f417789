import type {
  ContributorView,
  listContributors,
  MergeSuggestion,
} from '@devpulse/contracts/organization/contributors';
import type { RouteResponse } from '@devpulse/contracts/route';
import { INES } from './fixture-people.ts';

/** Whom delivery knows, and what of them looks like one person. */
export type FixtureContributors = {
  items: ContributorView[];
  unclaimedEmails: RouteResponse<typeof listContributors>['unclaimedEmails'];
  suggestions: MergeSuggestion[];
};

export const CONTRIBUTOR_ID = {
  ines: '0198c1d2-0000-7000-8000-0000000000c1',
  jonas: '0198c1d2-0000-7000-8000-0000000000c4',
  second: '0198c1d2-0000-7000-8000-0000000000c6',
  amira: '0198c1d2-0000-7000-8000-0000000000c7',
  bot: '0198c1d2-0000-7000-8000-0000000000c8',
};
const AMIRA = { userId: '0198c1d2-0000-7000-8000-0000000000a3', name: 'Amira Obi' };

const contributor = (id: string, name: string, more: Partial<ContributorView> = {}): ContributorView => ({
  id,
  name,
  displayName: null,
  isBot: false,
  accounts: [],
  emails: [],
  member: null,
  ...more,
});
const account = (githubId: string, login: string, isBot = false) => ({ githubId, login, isBot });

export function freshContributors(): FixtureContributors {
  const amira = contributor(CONTRIBUTOR_ID.amira, 'amira-k', {
    accounts: [account('4103', 'amira-k')],
    emails: [{ email: 'amira.obi@fernhill.example', name: 'Amira Obi' }],
  });
  const ines = contributor(CONTRIBUTOR_ID.ines, INES.name, {
    accounts: [account('4101', 'ines-a')],
    member: { userId: INES.id, name: INES.name },
  });
  const jonas = contributor(CONTRIBUTOR_ID.jonas, 'Jonas Brandt', {
    displayName: 'Jonas Brandt',
    accounts: [account('4104', 'jonas-b'), account('4109', 'jonas-b-work')],
    emails: [{ email: 'jonas@laptop.local', name: 'Jonas Brandt' }],
  });
  const second = contributor(CONTRIBUTOR_ID.second, 'jbrandt', { accounts: [account('4106', 'jbrandt')] });
  const bot = contributor(CONTRIBUTOR_ID.bot, 'renovate[bot]', {
    isBot: true,
    accounts: [account('4108', 'renovate[bot]', true)],
  });
  const suggestion = { contributor: jonas, other: null, member: null, email: null };
  const email = '4104+jonas-b@users.noreply.github.com';
  return {
    items: [amira, ines, second, jonas, bot],
    unclaimedEmails: [{ email, name: 'Jonas', lastSeenAt: '2026-11-20T12:00:00.000Z' }],
    suggestions: [
      {
        ...suggestion,
        subject: `merge:${jonas.id}:${second.id}`,
        kind: 'merge',
        reason: 'Both are called Jonas Brandt',
        other: second,
      },
      {
        ...suggestion,
        subject: `link:${amira.id}:${AMIRA.userId}`,
        kind: 'link',
        reason: 'Both have the address amira.obi@fernhill.example',
        contributor: amira,
        member: AMIRA,
      },
      {
        ...suggestion,
        subject: `email:${jonas.id}:${email}`,
        kind: 'email',
        reason: 'Both name the account jonas-b on GitHub',
        email,
      },
    ],
  };
}
