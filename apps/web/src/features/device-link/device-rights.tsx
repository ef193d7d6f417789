import { Check, X } from 'lucide-react';

const RIGHTS = [
  'See what you may see, in every organization you belong to',
  'Clock in and out for you, when you say so',
];
const LIMITS = ['Change your password, factors or e-mail', 'See your password'];

/** What a linked device may do, and what it may not. */
export function DeviceRights() {
  return (
    <div className="flex flex-col gap-4">
      <RightList title="It may" items={RIGHTS} Icon={Check} />
      <RightList title="It may not" items={LIMITS} Icon={X} />
    </div>
  );
}

function RightList({ title, items, Icon }: { title: string; items: readonly string[]; Icon: typeof Check }) {
  return (
    <section>
      <h2 className="role-label">{title}</h2>
      <ul className="role-body mt-2 flex flex-col gap-2 text-muted">
        {items.map((item) => (
          <li key={item} className="flex items-start gap-3">
            <Icon aria-hidden size={16} className="mt-0.5 shrink-0" />
            <span>{item}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
