import { Command, StateView } from '@devpulse/ui/state-view';

/** Nothing has arrived yet: what will be here, why it is not, and exactly what to do. */
export function NoOrganization() {
  return (
    <StateView kind="empty" level="h1" title="No organization has arrived yet">
      <p>
        Here you will see how pull requests flow through your organization: how long they take, where they
        wait, and what is open. DevPulse learns of an organization from its first delivery, and none has come
        so far.
      </p>
      <p className="text-text">To look around with a made-up organization of 14 people:</p>
      <Command>npm run demo</Command>
      <p className="text-text">To see your own, point the webhook of a GitHub App at</p>
      <Command>https://your-host/api/v1/github/webhooks</Command>
      <p>
        with content type <code>application/json</code>, the events <code>pull_request</code>,{' '}
        <code>pull_request_review</code>, <code>push</code> and <code>membership</code>, and the webhook
        secret that is stored in
      </p>
      <Command>.devpulse/secrets.json</Command>
      <p>
        Until sign-in exists, one organization is shown. Start with its name in lower case, then install the
        App:
      </p>
      <Command>DEVPULSE_SAMPLE_ORGANIZATION=your-organization npm start</Command>
    </StateView>
  );
}
