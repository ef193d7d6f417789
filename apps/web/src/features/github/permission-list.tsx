import { ASKED_PERMISSIONS } from './permission-words.ts';

/** What the App will ask for, said before anybody leaves for GitHub. */
export function PermissionList() {
  return (
    <section aria-labelledby="permissions-title">
      <h3 id="permissions-title" className="role-label">
        What the App may read
      </h3>
      <dl className="mt-1">
        {ASKED_PERMISSIONS.map(({ name, label, isRequired, purpose }) => (
          <div
            key={name}
            className="grid gap-x-4 border-b border-hairline py-2 last:border-b-0 pair:grid-cols-[140px_minmax(0,1fr)]"
          >
            <dt className="role-label">{label}: read</dt>
            <dd className="role-cell text-muted">
              {purpose}
              {!isRequired && ' (optional)'}
            </dd>
          </div>
        ))}
      </dl>
      <p className="role-caption mt-1 text-muted">
        DevPulse only reads. It never writes, and it stores no code.
      </p>
    </section>
  );
}
