import { Badge } from '@devpulse/ui/badge';
import { Card } from '@devpulse/ui/card';
import { ConfirmDialog } from '@devpulse/ui/confirm-dialog';
import { Note } from '@devpulse/ui/note';
import { setViews } from './trust-actions.ts';

type SwitchProps = { organization: string; name: string; isOn: boolean; isLocked: boolean };

/** What the switch means for whom, in the same words for everybody, and the switch itself for those who may use it. */
export function IndividualViews({ maySwitch, ...props }: SwitchProps & { maySwitch: boolean }) {
  return (
    <Card
      title="Individual views of others"
      action={<Badge tone={props.isOn ? 'caution' : 'plain'}>{stateWord(props)}</Badge>}
      className="max-w-[720px]"
    >
      <div className="role-body mt-3 flex flex-col gap-4">
        <p>
          DevPulse shows the figures of teams. The figures of one person are seen by that person alone, unless
          this switch is on.
        </p>
        <WhoSeesWhat />
        {maySwitch ? (
          <Switches {...props} />
        ) : (
          <p className="text-muted">Only an Owner of {props.name} can change this.</p>
        )}
      </div>
    </Card>
  );
}

function stateWord({ isOn, isLocked }: SwitchProps): string {
  if (isLocked) return 'Locked off';
  return isOn ? 'On' : 'Off';
}

function WhoSeesWhat() {
  return (
    <div>
      <h3 className="role-label">While it is on</h3>
      <ul className="mt-2 flex list-disc flex-col gap-1 ps-5">
        <li>Managers may see the figures of each person in the teams they manage.</li>
        <li>Owners and Admins may see those of every person.</li>
        <li>Developers see their own and nobody else’s.</li>
        <li>Each look is written down, and the person sees within a minute who looked.</li>
        <li>No page ranks people or sorts them by a figure.</li>
      </ul>
      <p className="mt-3">
        Every member is told by mail and on their pages when the switch is turned on or off, with the name of
        who did it.
      </p>
    </div>
  );
}

function Switches({ organization, name, isOn, isLocked }: SwitchProps) {
  if (isLocked) {
    return (
      <>
        <Note>
          <p>
            Locked off, as agreed with a works council or for another reason of your own. While the lock
            stands, nobody can turn individual views on.
          </p>
        </Note>
        <ConfirmDialog
          trigger="Lift the lock"
          title="Lift the lock?"
          action={setViews.bind(null, { organization, isOn: false, isLocked: false })}
          submit="Lift the lock"
        >
          <p>
            Individual views stay off. After this, an Owner can turn them on. The audit log keeps who lifted
            it.
          </p>
        </ConfirmDialog>
      </>
    );
  }
  return (
    <div className="flex flex-wrap gap-3">
      {isOn ? <TurnOff organization={organization} /> : <TurnOn organization={organization} name={name} />}
      <ConfirmDialog
        trigger="Lock it off"
        kind="quiet"
        title="Lock individual views off?"
        action={setViews.bind(null, { organization, isOn: false, isLocked: true })}
        submit="Lock it off"
      >
        <p>
          For an agreement with a works council: nobody can turn individual views on until an Owner lifts the
          lock.
          {isOn && ' They are turned off now, and every member is told.'}
        </p>
      </ConfirmDialog>
    </div>
  );
}

function TurnOn({ organization, name }: { organization: string; name: string }) {
  return (
    <ConfirmDialog
      trigger="Turn individual views on"
      title="Turn individual views on?"
      action={setViews.bind(null, { organization, isOn: true })}
      submit="Turn on and tell everyone"
    >
      <p>
        Managers, Admins and Owners of {name} will be able to see figures of single people. Every member is
        told at once that you turned it on, by mail and on their pages.
      </p>
      <p>Check first whether a works council or your law has a say in this.</p>
    </ConfirmDialog>
  );
}

function TurnOff({ organization }: { organization: string }) {
  return (
    <ConfirmDialog
      trigger="Turn individual views off"
      title="Turn individual views off?"
      action={setViews.bind(null, { organization, isOn: false })}
      submit="Turn off and tell everyone"
    >
      <p>
        From then on, everybody sees their own figures only. What was looked at before stays in the access
        logs.
      </p>
    </ConfirmDialog>
  );
}
