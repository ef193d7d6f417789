import { AppCard } from '../../../features/github/app-card.tsx';
import type { Connection } from '../../../features/github/connection-steps.ts';
import { DeliveriesCard } from '../../../features/github/deliveries-card.tsx';
import { InstallationCard } from '../../../features/github/installation-card.tsx';
import { TokensCard } from '../../../features/github/tokens-card.tsx';

/** What connects the organization now, part by part, and how well it does. */
export function ConnectionCards({
  organization,
  connection,
  clock,
}: {
  organization: string;
  connection: Connection;
  clock: { zone: string; now: number };
}) {
  const { apps, installations, tokens } = connection;
  if (apps.length + installations.length + tokens.length === 0) return null;
  return (
    <section aria-labelledby="connection" className="flex flex-col gap-3 pt-4">
      <h2 id="connection" className="role-section">
        Connection
      </h2>
      <div className="gap-4 *:mb-4 *:break-inside-avoid wide:columns-2">
        {installations.map((installation) => (
          <InstallationCard
            key={installation.id}
            organization={organization}
            installation={installation}
            zone={clock.zone}
          />
        ))}
        {apps.map((app) => (
          <AppCard
            key={app.id}
            organization={organization}
            app={app}
            isInstalled={installations.some(({ appId, state }) => appId === app.id && state !== 'deleted')}
            zone={clock.zone}
          />
        ))}
        {tokens.length > 0 && <TokensCard organization={organization} tokens={tokens} zone={clock.zone} />}
        {installations.length > 0 && <DeliveriesCard connection={connection} clock={clock} />}
      </div>
    </section>
  );
}
