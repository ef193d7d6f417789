import { randomInt } from 'node:crypto';
import { APP_EVENTS, APP_PERMISSIONS } from '@devpulse/domain/github/permissions';

const LONGEST_NAME = 34;
const UNIQUE_LETTERS = 4;

/**
 * What GitHub makes an App from, as JSON. Without a webhook address both the webhook and the events are left out: GitHub refuses
 * events without a webhook, and a webhook whose address it cannot reach.
 */
export function appManifest(app: {
  organization: string;
  publicUrl: string;
  webhookUrl: string | null;
}): string {
  const { organization, publicUrl, webhookUrl } = app;
  const returnUrl = `${publicUrl}/github/installed`;
  return JSON.stringify({
    name: appName(organization),
    url: publicUrl,
    redirect_url: `${publicUrl}/github/app`,
    callback_urls: [returnUrl],
    setup_url: returnUrl,
    setup_on_update: true,
    request_oauth_on_install: true,
    public: false,
    default_permissions: Object.fromEntries(APP_PERMISSIONS.map(({ name, level }) => [name, level])),
    ...(webhookUrl !== null && {
      hook_attributes: { url: webhookUrl, active: true },
      default_events: APP_EVENTS.map(({ name }) => name),
    }),
  });
}

/** Names of Apps are unique on all of GitHub and have at most 34 characters. */
function appName(organization: string): string {
  const unique = randomInt(36 ** UNIQUE_LETTERS)
    .toString(36)
    .padStart(UNIQUE_LETTERS, '0');
  const name = `DevPulse ${organization}`.slice(0, LONGEST_NAME - UNIQUE_LETTERS - 1).trimEnd();
  return `${name} ${unique}`;
}
