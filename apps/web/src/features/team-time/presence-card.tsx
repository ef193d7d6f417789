import { StateSign } from '@devpulse/ui/attendance/state-sign';
import { Card } from '@devpulse/ui/card';
import { presenceText } from './presence-words.ts';
import type { Presence, PresenceItem } from './team-week.ts';

/** Who is in, for everybody where the organization shares it. By name; no times. */
export function PresenceCard({ presence, zone }: { presence: Presence; zone: string }) {
  const items = presence.items.toSorted((one, other) =>
    one.member.name.localeCompare(other.member.name, 'en'),
  );
  return (
    <Card title="Who is in" subtitle="Your organization shares this with every member; hours it does not.">
      {items.length === 0 ? (
        <p className="role-body mt-3 text-muted">Nobody else is here yet.</p>
      ) : (
        <ul className="mt-2">
          {items.map((item) => (
            <li
              key={item.member.userId}
              className="flex min-h-row flex-wrap items-center justify-between gap-x-4 border-b border-hairline py-1.5 last:border-b-0"
            >
              <span className="role-label">{item.member.name}</span>
              <PresenceLine item={item} zone={zone} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function PresenceLine({ item, zone }: { item: PresenceItem; zone: string }) {
  return (
    <span className="role-caption flex items-center gap-1.5 text-muted">
      <StateSign state={item.status} size={12} />
      {presenceText(item, zone)}
    </span>
  );
}
