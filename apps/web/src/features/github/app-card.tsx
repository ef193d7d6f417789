import type { GithubAppView } from '@devpulse/contracts/github/apps';
import { Badge } from '@devpulse/ui/badge';
import { Card } from '@devpulse/ui/card';
import { ConfirmDialog } from '@devpulse/ui/confirm-dialog';
import { LINK_STYLE } from '@devpulse/ui/link';
import { ListRow } from '@devpulse/ui/list-row';
import { minuteText } from '../../lib/day-words.ts';
import { addKey, dropApp, dropKey, rotateSecret } from './connection-actions.ts';
import { KeyDialog } from './key-dialog.tsx';

type AppProps = { organization: string; app: GithubAppView; zone: string };

/** An App: how it hears of events, its keys and its webhook secrets. Of one that the whole instance shares, only what it is. */
export function AppCard({ isInstalled, ...props }: AppProps & { isInstalled: boolean }) {
  const { app } = props;
  return (
    <Card
      title={app.name}
      subtitle={app.isShared ? 'The App of this whole DevPulse' : `A GitHub App of ${app.ownerLogin}`}
      action={
        <a href={app.settingsUrl} className={LINK_STYLE}>
          Open on GitHub<span className="sr-only">: {app.name}</span>
        </a>
      }
    >
      <p className="role-body mt-3 text-muted">
        {app.hasWebhooks
          ? 'GitHub tells DevPulse of each event as it happens (webhooks).'
          : 'GitHub cannot reach this DevPulse, so DevPulse asks it every minute (polling).'}
      </p>
      {app.isShared ? (
        <p className="role-body mt-2 text-muted">
          Its keys and secrets are part of the configuration of the instance.
        </p>
      ) : (
        <>
          <Keys {...props} />
          {app.hasWebhooks && <Secrets {...props} />}
          {!isInstalled && <RemoveApp {...props} />}
        </>
      )}
    </Card>
  );
}

function Keys({ organization, app, zone }: AppProps) {
  return (
    <div className="mt-4">
      <h3 className="role-label">Private keys</h3>
      <ul>
        {app.keys.map((key) => (
          <ListRow
            key={key.id}
            title={<code className="font-mono text-[12px]/4">{key.fingerprint}</code>}
            detail={`Added ${minuteText(key.createdAt, zone)}`}
            action={
              app.keys.length > 1 && (
                <ConfirmDialog
                  trigger="Remove"
                  label={`Remove the key ${key.fingerprint}`}
                  title="Remove this key?"
                  action={dropKey.bind(null, organization)}
                  submit="Remove the key"
                  submitKind="danger"
                >
                  <input type="hidden" name="app" value={app.id} />
                  <input type="hidden" name="key" value={key.id} />
                  <p>DevPulse forgets it. Delete it on GitHub as well: only there it ends to be good.</p>
                </ConfirmDialog>
              )
            }
          />
        ))}
      </ul>
      <div className="mt-2">
        <KeyDialog action={addKey.bind(null, organization)} app={app.id} />
      </div>
    </div>
  );
}

function Secrets({ organization, app, zone }: AppProps) {
  return (
    <div className="mt-4">
      <h3 className="role-label">Webhook secrets</h3>
      <ul>
        {app.webhookSecrets.map((secret) => (
          <ListRow
            key={secret.id}
            title={
              <>
                Made {minuteText(secret.createdAt, zone)}
                <Badge tone={secret.expiresAt === null ? 'good' : 'plain'}>
                  {secret.expiresAt === null ? 'In use' : 'Previous'}
                </Badge>
              </>
            }
            detail={
              secret.expiresAt === null
                ? 'Signs every delivery of GitHub'
                : `Good until ${minuteText(secret.expiresAt, zone)}, for what is delivered again`
            }
          />
        ))}
      </ul>
      <div className="mt-2">
        <ConfirmDialog
          trigger="New webhook secret"
          title="Change the webhook secret?"
          action={rotateSecret.bind(null, organization)}
          submit="Change the secret"
        >
          <input type="hidden" name="app" value={app.id} />
          <p>DevPulse makes a new one and tells GitHub. The one before stays good for 72 hours.</p>
        </ConfirmDialog>
      </div>
    </div>
  );
}

function RemoveApp({ organization, app }: AppProps) {
  return (
    <div className="mt-4 border-t border-hairline pt-4">
      <ConfirmDialog
        trigger="Remove the App"
        label={`Remove the App ${app.name}`}
        kind="danger"
        title={`Remove ${app.name}?`}
        action={dropApp.bind(null, organization)}
        submit="Remove the App"
        submitKind="danger"
      >
        <input type="hidden" name="app" value={app.id} />
        <p>DevPulse forgets it with its keys and secrets. Delete it on GitHub as well, under its settings.</p>
      </ConfirmDialog>
    </div>
  );
}
