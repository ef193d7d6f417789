import type { listContributors, listSuggestions } from '@devpulse/contracts/organization/contributors';
import type { Member } from '@devpulse/contracts/organization/members';
import type { RouteResponse } from '@devpulse/contracts/route';
import { formatCount } from '@devpulse/domain/metrics/format';
import { Card } from '@devpulse/ui/card';
import { Disclosure } from '@devpulse/ui/disclosure';
import { LINK_STYLE } from '@devpulse/ui/link';
import { settingsAddress } from '../../lib/addresses.ts';
import { countOf } from '../../lib/count-words.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { ContributorChange } from './contributor-change.tsx';
import { ContributorList } from './contributor-list.tsx';
import { SuggestionList } from './suggestion-list.tsx';

export type ContributorsData = {
  contributors: RouteResponse<typeof listContributors>;
  suggestions: RouteResponse<typeof listSuggestions>;
  members: readonly Member[];
};

/** `change` is the contributor whose forms are shown; one that is not there shows none. */
export function ContributorsContent({
  organization,
  change,
  contributors,
  suggestions,
  members,
}: ContributorsData & { organization: string; change: string | undefined }) {
  const people = contributors.items.filter(({ isBot }) => !isBot);
  const bots = contributors.items.filter(({ isBot }) => isBot);
  const changed = contributors.items.find(({ id }) => id === change);
  const linked = new Set(
    people.flatMap(({ accounts, member }) => (accounts.length > 0 && member ? member.userId : [])),
  );
  return (
    <>
      <Card title="Suggestions" subtitle="Nothing is joined unless you say so.">
        <Suggestions organization={organization} suggestions={suggestions} />
      </Card>
      {changed && (
        <ContributorChange
          organization={organization}
          contributor={changed}
          choices={{
            members: members.filter(({ userId }) => !linked.has(userId)),
            others: people.filter(({ id }) => id !== changed.id),
            emails: contributors.unclaimedEmails,
          }}
        />
      )}
      <Card title="Contributors" subtitle="Whoever wrote, reviewed or pushed, by name">
        {people.length === 0 ? (
          <p className="role-body mt-3 text-muted">
            None. Whoever opens, reviews or pushes something stands here.
          </p>
        ) : (
          <div className="mt-3">
            <ContributorList organization={organization} label="Contributors" contributors={people} />
          </div>
        )}
        {contributors.total > contributors.items.length && (
          <p className="role-body mt-3 text-muted">
            These are the first {formatCount(contributors.items.length)} of {formatCount(contributors.total)}.
          </p>
        )}
        <div className="mt-4 flex flex-col gap-3">
          <Unclaimed contributors={contributors} />
          <Bots organization={organization} bots={bots} />
        </div>
      </Card>
    </>
  );
}

function Suggestions({
  organization,
  suggestions,
}: Pick<ContributorsData, 'suggestions'> & { organization: string }) {
  const { items, total } = suggestions;
  if (items.length === 0) {
    return (
      <p className="role-body mt-3 text-muted">
        None. They come from accounts, addresses and names that look like one person.
      </p>
    );
  }
  return (
    <div className="mt-3">
      <SuggestionList organization={organization} suggestions={items} />
      {total > items.length && (
        <p className="role-body mt-3 text-muted">
          After these come {formatCount(total - items.length)} more.
        </p>
      )}
    </div>
  );
}

function Unclaimed({ contributors }: Pick<ContributorsData, 'contributors'>) {
  const { unclaimedEmails, unclaimedTotal } = contributors;
  if (unclaimedTotal === 0) return null;
  return (
    <Disclosure summary={`${countOf(unclaimedTotal, 'address', 'addresses')} of commits that are nobody’s`}>
      <ul aria-label="Addresses that are nobody’s" className="role-body flex flex-col gap-2">
        {unclaimedEmails.map(({ email, name }) => (
          <li key={email} className="[overflow-wrap:anywhere]">
            {email} <span className="text-muted">{name}</span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

function Bots({
  organization,
  bots,
}: {
  organization: string;
  bots: RouteResponse<typeof listContributors>['items'];
}) {
  return (
    <Disclosure summary={countOf(bots.length, 'bot')}>
      <p className="role-body text-muted">
        What they do is left out of people’s figures. GitHub says who is one; others are named in the{' '}
        <PageLink href={settingsAddress(organization)} className={LINK_STYLE}>
          list of bots
        </PageLink>
        .
      </p>
      {bots.length > 0 && <ContributorList organization={organization} label="Bots" contributors={bots} />}
    </Disclosure>
  );
}
