import { CenteredShell } from '@devpulse/ui/centered-shell';
import { Command } from '@devpulse/ui/state-view';

/** A fresh instance: nobody can sign in before its first person was made. */
export function NotSetUp() {
  return (
    <CenteredShell title="This DevPulse has no Owner yet">
      <div className="role-body flex flex-col gap-3 text-muted">
        <p>
          The first person becomes its Owner through a link that was printed when it was started, in the
          terminal or in the log:
        </p>
        <Command>/set-up?token=…</Command>
        <p>Open that link in this browser. It is good for one use.</p>
      </div>
    </CenteredShell>
  );
}
