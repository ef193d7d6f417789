import { randomUUID } from 'node:crypto';
import * as contributors from '@devpulse/contracts/organization/contributors';
import { answering, FixtureProblem, type FixtureRoute } from './fixture-routes.ts';
import type { FixtureState } from './fixture-state.ts';

const DONE = { isDone: true as const };

/** Contributors of the one organization, with what may be said of them by hand. */
export function contributorRoutes(state: FixtureState): FixtureRoute[] {
  return [...readingRoutes(state), ...sayingRoutes(state), ...joiningRoutes(state)];
}

const known = ({ organization }: FixtureState) => organization.contributors;

function contributorOf(state: FixtureState, id: string) {
  const found = known(state).items.find((one) => one.id === id);
  if (!found) throw new FixtureProblem(404, 'not_found', 'There is no such person.');
  return found;
}

/** A suggestion is over once what it joins is joined. */
function settle(state: FixtureState, isOver: (subject: string) => boolean) {
  known(state).suggestions = known(state).suggestions.filter(({ subject }) => !isOver(subject));
}

function readingRoutes(state: FixtureState): FixtureRoute[] {
  return [
    answering(contributors.listContributors, () => {
      const { items, unclaimedEmails } = known(state);
      return { items, total: items.length, unclaimedEmails, unclaimedTotal: unclaimedEmails.length };
    }),
    answering(contributors.listSuggestions, () => {
      const { suggestions } = known(state);
      return { items: suggestions, total: suggestions.length };
    }),
  ];
}

function sayingRoutes(state: FixtureState): FixtureRoute[] {
  return [
    answering(contributors.updateContributor, ({ params, body: { displayName, memberId } }) => {
      const one = contributorOf(state, params.contributor);
      const member = state.organization.members.find(({ userId }) => userId === memberId);
      if (
        known(state).items.some((other) => other !== one && memberId && other.member?.userId === memberId)
      ) {
        throw new FixtureProblem(409, 'conflict', 'This member is linked to another contributor.', {
          field: 'body.memberId',
        });
      }
      if (memberId !== undefined) one.member = member ? { userId: member.userId, name: member.name } : null;
      if (displayName !== undefined) one.displayName = displayName;
      one.name = one.member?.name ?? one.displayName ?? one.accounts[0]?.login ?? 'Somebody without a name';
      settle(state, (subject) => subject === `link:${one.id}:${memberId}`);
      return DONE;
    }),
    answering(contributors.claimEmail, ({ params, body: { email } }) => {
      const one = contributorOf(state, params.contributor);
      const claimed = known(state).unclaimedEmails.filter((address) => address.email === email);
      one.emails.push(...claimed.map(({ name }) => ({ email, name })));
      known(state).unclaimedEmails = known(state).unclaimedEmails.filter((other) => !claimed.includes(other));
      settle(state, (subject) => subject.endsWith(`:${email}`));
      return DONE;
    }),
    answering(contributors.declineSuggestion, ({ body }) => {
      settle(state, (subject) => subject === body.subject);
      return DONE;
    }),
  ];
}

function joiningRoutes(state: FixtureState): FixtureRoute[] {
  return [
    answering(contributors.mergeContributors, ({ params, body }) => {
      const [goes, stays] = [contributorOf(state, params.contributor), contributorOf(state, body.into)];
      if (goes.member !== null && stays.member !== null) {
        throw new FixtureProblem(409, 'conflict', 'Both are linked to a member.', { field: 'body.into' });
      }
      stays.accounts.push(...goes.accounts);
      stays.emails.push(...goes.emails);
      stays.member ??= goes.member;
      known(state).items = known(state).items.filter((one) => one !== goes);
      settle(state, (subject) => subject.includes(goes.id));
      return DONE;
    }),
    answering(contributors.splitContributor, ({ params, body }) => {
      const one = contributorOf(state, params.contributor);
      const account = one.accounts.find(({ githubId }) => githubId === body.accountId);
      if (!account) throw new FixtureProblem(404, 'not_found', 'The contributor has no such account.');
      one.accounts = one.accounts.filter((other) => other !== account);
      const split = { ...one, id: randomUUID(), name: account.login, displayName: null };
      known(state).items.push({ ...split, accounts: [account], emails: [], member: null });
      return { contributorId: split.id };
    }),
    answering(contributors.importGithubTeams, () => DONE),
  ];
}
