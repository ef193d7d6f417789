import { Card } from '@devpulse/ui/card';
import { ConfirmDialog } from '@devpulse/ui/confirm-dialog';
import { deleteRecord, leave } from './record-actions.ts';

/** The two ways out: leaving, and leaving with everything that names the person. */
export function Leaving({
  organization,
  name,
  isOwner,
}: {
  organization: string;
  name: string;
  isOwner: boolean;
}) {
  return (
    <Card
      title="Leave, or delete my data"
      subtitle={isOwner ? 'The only Owner transfers the ownership first.' : ''}
    >
      <div className="mt-3 flex flex-wrap gap-3">
        <ConfirmDialog
          trigger={`Leave ${name}`}
          title={`Leave ${name}?`}
          action={leave.bind(null, organization)}
          submit="Leave"
        >
          <p>
            Your membership ends now. What you did on GitHub stays in the figures of your teams. A new
            invitation lets you in again.
          </p>
        </ConfirmDialog>
        <ConfirmDialog
          trigger="Delete my data"
          kind="danger"
          title={`Delete what ${name} holds about you?`}
          action={deleteRecord.bind(null, organization)}
          submit="Leave and delete my data"
          submitKind="danger"
        >
          <p>
            Your membership ends, and nothing in {name} is linked to your account any more. The sums of your
            teams stay, without you in them. This cannot be taken back; export your data first if you want to
            keep it.
          </p>
          <p>Your account itself stays. It is deleted under Account.</p>
        </ConfirmDialog>
      </div>
    </Card>
  );
}
