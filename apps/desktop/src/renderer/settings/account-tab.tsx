import { Button } from '@devpulse/ui/button';
import { Notice } from '@devpulse/ui/notice';
import { Row, RowGroup } from '@devpulse/ui/row-group';
import { dayWords } from '@devpulse/ui/words/moment-words';
import { Check, CloudOff, Lock } from 'lucide-react';
import { useState } from 'react';
import type { AppView, WorkView } from '../../ipc/view.ts';
import { useCommand } from '../command.ts';
import { ROLE_WORDS, STORAGE_HELP } from '../words/settings.ts';
import { problemLine } from '../words/status.ts';
import { DevicesGroup } from './devices-group.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';
import type { TabProps } from './tab-props.ts';

/** Who, where, and which machines can add entries. */
export function AccountTab({ view, onSay }: TabProps) {
  const { run, problem } = useCommand();
  return (
    <>
      {view.tokenStorage === 'memory_only' && (
        <Notice
          icon={Lock}
          tone="caution"
          title="You stay signed in until you quit"
          actions={
            <Button onClick={() => void run(() => window.devpulse.manageDevices({ type: 'check_again' }))}>
              Check again
            </Button>
          }
        >
          {problem ? problemLine(problem) : STORAGE_HELP}
        </Notice>
      )}
      {view.work ? <Account view={view} work={view.work} onSay={onSay} /> : <SignedOutAccount view={view} />}
      {view.work && <DevicesGroup view={view} onSay={onSay} />}
    </>
  );
}

function Account({ view, work, onSay }: { view: AppView; work: WorkView; onSay: TabProps['onSay'] }) {
  const [isAsking, setAsking] = useState(false);
  const { run } = useCommand();
  const waiting = 'waiting' in view.sync ? view.sync.waiting : 0;
  const signOut = () => void run(() => window.devpulse.signIn({ type: 'sign_out' }));
  const { zone } = view.settings;
  return (
    <RowGroup title="Account">
      <Row
        title={work.member.name}
        detail={`${work.member.email}, ${ROLE_WORDS[work.member.role]} at ${work.organization.name}`}
      >
        <Button onClick={() => (waiting > 0 ? setAsking(true) : signOut())}>Sign out</Button>
      </Row>
      <Row
        title="Time zone"
        detail={`${zone.name}${zone.since ? `, since ${dayWords.fullDate(zone.since)}` : ''}. Days begin at midnight there.`}
      >
        <Button
          aria-label="Change the time zone"
          onClick={() => void window.devpulse.openLink('change_zone')}
        >
          Change
        </Button>
      </Row>
      <ServerRow view={view} />
      <SignOutDialog
        isOpen={isAsking}
        waiting={waiting}
        onClose={() => setAsking(false)}
        onSignOut={signOut}
        onSay={onSay}
      />
    </RowGroup>
  );
}

function SignedOutAccount({ view }: { view: AppView }) {
  return (
    <RowGroup title="Account">
      <Row title="Signed out">
        <Button onClick={() => void window.devpulse.openWindow({ window: 'main' })}>Sign in</Button>
      </Row>
      {view.server !== null && <ServerRow view={view} />}
    </RowGroup>
  );
}

function ServerRow({ view }: { view: AppView }) {
  const Icon = view.isConnected ? Check : CloudOff;
  return (
    <Row title="Server" detail={view.server}>
      <span
        className={`role-caption flex shrink-0 items-center gap-1 ${view.isConnected ? 'text-good' : 'text-caution'}`}
      >
        <Icon aria-hidden size={14} />
        {view.isConnected ? 'Connected' : 'Not connected'}
      </span>
    </Row>
  );
}
