import { formatCount } from '@devpulse/domain/metrics/format';
import { Card } from '@devpulse/ui/card';
import { Facts } from '@devpulse/ui/facts';
import { TriangleAlert } from 'lucide-react';
import { clockText } from '../../lib/day-words.ts';
import type { Connection } from './connection-steps.ts';

/** Whether events come through: what arrived, what failed, and what DevPulse has asked GitHub to send again. */
export function DeliveriesCard({
  connection: { apps, deliveries },
  clock: { zone, now },
}: {
  connection: Connection;
  clock: { zone: string; now: number };
}) {
  const told = (instant: string | null) => (instant === null ? 'never' : clockText(instant, zone, now));
  const followed = apps.filter(({ hasWebhooks }) => hasWebhooks);
  return (
    <Card
      title="Deliveries"
      subtitle="Events that GitHub sent in the last 24 hours. What it could not deliver is asked for again."
    >
      <div className="mt-2">
        <Facts
          items={[
            { label: 'Last delivery', value: told(deliveries.lastAt) },
            { label: 'Received', value: formatCount(deliveries.received) },
            { label: 'Failed here', value: formatCount(deliveries.failed) },
            ...followed.flatMap((app) => [
              { label: `GitHub’s log of ${app.name} read`, value: told(app.scannedAt) },
              { label: `Sent again for ${app.name}`, value: formatCount(app.redelivered) },
            ]),
          ]}
        />
      </div>
      {followed.map(
        ({ id, name, scanProblem }) =>
          scanProblem !== null && (
            <p key={id} className="role-body mt-3 flex items-start gap-2">
              <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-caution" />
              <span className="min-w-0 [overflow-wrap:anywhere]">
                GitHub’s log of {name} could not be read: {scanProblem}
              </span>
            </p>
          ),
      )}
    </Card>
  );
}
