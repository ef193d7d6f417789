import type { GithubAppView } from '@devpulse/contracts/github/apps';
import { DEFAULT_HISTORY_MONTHS } from '@devpulse/domain/github/imports';
import { ActionButton } from '@devpulse/ui/action-button';
import { Card } from '@devpulse/ui/card';
import { Disclosure } from '@devpulse/ui/disclosure';
import { keptInputs } from '../../lib/kept-inputs.ts';
import { AppForm } from './app-form.tsx';
import { appFormOf } from './app-form-name.ts';
import { addToken, installApp, makeApp } from './connect-actions.ts';
import type { Connection } from './connection-steps.ts';
import { PermissionList } from './permission-list.tsx';
import { historyOptions, historyValue } from './repository-words.ts';
import { TokenForm } from './token-form.tsx';

/** The ways to connect: an App, which is made in three clicks or is there already, or a token. */
export async function ConnectCards({
  organization,
  connection,
  isFirst,
}: {
  organization: string;
  connection: Connection;
  /** Nothing is connected yet. */
  isFirst: boolean;
}) {
  const { defaultWebUrl, webhookUrl } = connection;
  const apps = installableApps(connection);
  const usualHost = new URL(defaultWebUrl).host;
  const form = (
    <AppForm
      action={makeApp.bind(null, organization)}
      usualHost={usualHost}
      typed={await keptInputs(appFormOf(organization))}
      isMain={isFirst}
    />
  );
  const isWithoutApp = connection.installations.every(({ state }) => state === 'deleted');
  return (
    <div className="grid items-start gap-4 wide:grid-cols-[7fr_5fr]">
      <Card
        title={isWithoutApp ? 'Install the GitHub App' : 'Another GitHub account'}
        subtitle="Three clicks: create the App here, confirm it on GitHub, install it there."
      >
        <div className="mt-4 flex flex-col gap-6">
          {apps.map((app) => (
            <InstallApp key={app.id} organization={organization} app={app} isFirst={isFirst} />
          ))}
          {apps.length === 0 ? form : <Disclosure summary="Create an App of your own">{form}</Disclosure>}
          {webhookUrl === null && (
            <p className="role-body text-muted">
              GitHub cannot reach this DevPulse, as its address is on this machine or in a private network.
              DevPulse will ask GitHub every minute instead, which needs nothing from you.
            </p>
          )}
          {isFirst && <PermissionList />}
        </div>
      </Card>
      <Card
        title="Without an App"
        subtitle="A quick start to try it out: a token, and the repositories it opens."
      >
        <div className="mt-3">
          <Disclosure summary="Quick start with a token">
            <TokenForm
              action={addToken.bind(null, organization)}
              usualHost={usualHost}
              history={{
                value: historyValue(DEFAULT_HISTORY_MONTHS),
                options: historyOptions(DEFAULT_HISTORY_MONTHS),
              }}
            />
          </Disclosure>
        </div>
      </Card>
    </div>
  );
}

/** An App that an organization made belongs to one account: once it is installed there, there is nowhere else to install it. */
function installableApps({ apps, installations }: Connection): GithubAppView[] {
  const installed = installations.filter(({ state }) => state !== 'deleted').map(({ appId }) => appId);
  return apps.filter(({ id, isShared }) => isShared || !installed.includes(id));
}

function InstallApp({
  organization,
  app,
  isFirst,
}: {
  organization: string;
  app: GithubAppView;
  isFirst: boolean;
}) {
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="role-body">
        The App <span className="font-medium">{app.name}</span>{' '}
        {app.isShared ? 'of this DevPulse is ready' : `of ${app.ownerLogin} is made`}. On GitHub you choose
        which repositories it may see.
      </p>
      <ActionButton
        action={installApp.bind(null, organization)}
        hidden={{ app: app.id }}
        kind={isFirst ? 'main' : 'plain'}
        pending="Going to GitHub"
      >
        Install {app.name}
      </ActionButton>
    </div>
  );
}
