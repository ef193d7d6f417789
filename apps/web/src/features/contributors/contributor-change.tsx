import type { ContributorView } from '@devpulse/contracts/organization/contributors';
import { ActionButton } from '@devpulse/ui/action-button';
import { Card } from '@devpulse/ui/card';
import { LINK_STYLE } from '@devpulse/ui/link';
import { ListRow } from '@devpulse/ui/list-row';
import { contributorsAddress } from '../../lib/addresses.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { claim, link, merge, rename, split } from './contributor-actions.ts';
import { ContributorNameForm, EmailForm, MemberLinkForm, MergeForm } from './contributor-forms.tsx';
import { contributorText } from './contributor-words.ts';

export type ChangeChoices = {
  /** Members whom no contributor with an account is linked to. */
  members: readonly { userId: string; name: string }[];
  others: readonly ContributorView[];
  emails: readonly { email: string; name: string }[];
};

/** Everything that can be said by hand of one contributor. A bot is no person: it has no member, and is merged with nobody. */
export function ContributorChange({
  organization,
  contributor,
  choices,
}: {
  organization: string;
  contributor: ContributorView;
  choices: ChangeChoices;
}) {
  const { id, name, displayName, member, isBot } = contributor;
  const params = { organization, contributor: id };
  const members = [...(member === null ? [] : [member]), ...choices.members];
  return (
    <Card title={`Change ${name}`} subtitle="Every change is in the audit log.">
      <div className="mt-3 grid gap-6 pair:grid-cols-2" key={id}>
        <ContributorNameForm
          action={rename.bind(null, params)}
          displayName={displayName}
          isMember={member !== null}
        />
        {!isBot && (
          <>
            <MemberLinkForm
              action={link.bind(null, params)}
              members={members.map(({ userId, name: label }) => ({ value: userId, label }))}
              memberId={member?.userId ?? null}
            />
            <MergeForm
              action={merge.bind(null, params)}
              others={choices.others.map((other) => ({ value: other.id, label: contributorText(other) }))}
            />
            {choices.emails.length > 0 && (
              <EmailForm
                action={claim.bind(null, params)}
                emails={choices.emails.map(({ email, name: author }) => ({
                  value: email,
                  label: `${email} (${author})`,
                }))}
              />
            )}
          </>
        )}
      </div>
      <Belongings contributor={contributor} organization={organization} />
      <p className="mt-4">
        <PageLink href={contributorsAddress(organization)} className={LINK_STYLE}>
          Done with {name}
        </PageLink>
      </p>
    </Card>
  );
}

function Belongings({ contributor, organization }: { contributor: ContributorView; organization: string }) {
  const { id, name, accounts, emails } = contributor;
  const isSeveral = accounts.length > 1;
  return (
    <ul aria-label={`Accounts and addresses of ${name}`} className="mt-4 border-t border-hairline">
      {accounts.map(({ githubId, login }) => (
        <ListRow
          key={githubId}
          title={login}
          detail="GitHub account"
          action={
            isSeveral && (
              <ActionButton
                kind="quiet"
                action={split.bind(null, { organization, contributor: id })}
                hidden={{ accountId: githubId }}
                aria-label={`Take out ${login}, so far ${name}`}
              >
                Take out
              </ActionButton>
            )
          }
        />
      ))}
      {emails.map((address) => (
        <ListRow key={address.email} title={address.email} detail={`Commits by ${address.name}`} />
      ))}
    </ul>
  );
}
