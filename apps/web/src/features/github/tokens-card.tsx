import type { GithubTokenView } from '@devpulse/contracts/github/tokens';
import { Badge } from '@devpulse/ui/badge';
import { Card } from '@devpulse/ui/card';
import { ConfirmDialog } from '@devpulse/ui/confirm-dialog';
import { ListRow } from '@devpulse/ui/list-row';
import { countOf } from '../../lib/count-words.ts';
import { instantDayText } from '../../lib/day-words.ts';
import { dropToken } from './connection-actions.ts';

/** Tokens that are read with: whose they are, and until when. */
export function TokensCard({
  organization,
  tokens,
  zone,
}: {
  organization: string;
  tokens: readonly GithubTokenView[];
  zone: string;
}) {
  return (
    <Card title="Tokens" subtitle="What they open is asked for every minute.">
      <ul className="mt-1">
        {tokens.map((token) => (
          <ListRow
            key={token.id}
            title={
              <>
                {token.login}
                <Badge tone={token.state === 'active' ? 'good' : 'bad'}>
                  {token.state === 'active' ? 'Active' : 'Refused by GitHub'}
                </Badge>
              </>
            }
            detail={detailText(token, zone)}
            action={<RemoveToken organization={organization} token={token} />}
          />
        ))}
      </ul>
    </Card>
  );
}

function detailText({ webUrl, repositories, expiresAt, state }: GithubTokenView, zone: string): string {
  const expiry = expiresAt === null ? 'does not expire' : `good until ${instantDayText(expiresAt, zone)}`;
  const parts = [countOf(repositories, 'repository', 'repositories'), `on ${new URL(webUrl).host}`, expiry];
  const remedy = state === 'refused' ? '. Nothing is read with it: add a new one, then remove this' : '';
  return `${parts.join(', ')}${remedy}`;
}

function RemoveToken({ organization, token }: { organization: string; token: GithubTokenView }) {
  return (
    <ConfirmDialog
      trigger="Remove"
      label={`Remove the token of ${token.login}`}
      title={`Remove the token of ${token.login}?`}
      action={dropToken.bind(null, organization)}
      submit="Remove the token"
      submitKind="danger"
    >
      <input type="hidden" name="token" value={token.id} />
      <p>Its repositories are read no longer. What has been read of them stays.</p>
    </ConfirmDialog>
  );
}
