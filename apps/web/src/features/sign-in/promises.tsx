import { X } from 'lucide-react';

const PROMISES = [
  'No screenshots, keys, mouse, window titles or location',
  'No ranking of people, no score that others see of one person',
  'No number without its definition and the pull requests behind it',
];

/** Beside the sign-in: what a person may want to know before giving their name. */
export function Promises() {
  return (
    <>
      <h2 className="role-section">What DevPulse does not do</h2>
      <ul className="mt-3 flex flex-col gap-3">
        {PROMISES.map((promise) => (
          <li key={promise} className="role-body flex items-start gap-3 text-muted">
            <X aria-hidden size={16} className="mt-0.5 shrink-0" />
            <span>{promise}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
